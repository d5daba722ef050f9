import { Worker } from 'node:worker_threads';

export interface WorkshopOptions {
  /** of the worker */
  url: URL;
  /** answers after which a worker is replaced: what it leaks is gone with it */
  most: number;
  /** whether an answer says that the worker is not to be trusted any more */
  spoilt: (answer: unknown) => boolean;
}

/**
 * One worker thread that does one thing after the other, each within a time limit. It is started when it is needed,
 * ended when it is late, throws or says that it is spoilt, and another one takes its place. It does not keep the process
 * alive.
 */
export class Workshop<Asked, Answered> {
  readonly #options: WorkshopOptions;
  #worker: Worker | undefined;
  #answers = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: WorkshopOptions) {
    this.#options = options;
  }

  /** The answer; undefined if the worker was late or died. */
  ask(asked: Asked, limitMs: number): Promise<Answered | undefined> {
    const turn = this.#last.then(() => this.#now(asked, limitMs));
    this.#last = turn;
    return turn;
  }

  /** Ends the worker; a later question starts another. */
  async close(): Promise<void> {
    await this.#last;
    await this.#end();
  }

  async #now(asked: Asked, limitMs: number): Promise<Answered | undefined> {
    const worker = this.#started();
    worker.ref();
    const answer = await answerOf<Answered>(worker, asked, limitMs);
    worker.unref();
    this.#answers++;
    if (answer === undefined || this.#options.spoilt(answer) || this.#answers >= this.#options.most) await this.#end();
    return answer;
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(this.#options.url);
    worker.on('error', () => undefined); // told by `exit`
    this.#worker = worker;
    this.#answers = 0;
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function answerOf<Answered>(worker: Worker, asked: unknown, limitMs: number): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const done = (answer: Answered | undefined): void => {
      clearTimeout(timer);
      worker.off('message', done);
      worker.off('exit', died);
      resolve(answer);
    };
    const died = (): void => done(undefined);
    const timer = setTimeout(died, limitMs);
    worker.on('message', done);
    worker.on('exit', died);
    worker.postMessage(asked);
  });
}
