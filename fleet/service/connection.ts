import { connect, type Socket } from 'node:net';

/** One kept connection to the store. A line out, a line back, one question at a time. */
export interface Connection {
  ask(line: string, timeoutMs: number): Promise<string>;
  close(): void;
  readonly broken: boolean;
}

interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

class StoreConnection implements Connection {
  broken = false;
  #socket: Socket;
  #waiting: Waiting | undefined;
  #buffer = '';

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').setNoDelay(true);
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the store closed the connection')));
  }

  ask(line: string, timeoutMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#fail(new Error(`the store did not answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      this.#waiting = {
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#socket.write(`${line}\n`);
    });
  }

  close(): void {
    this.broken = true;
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#buffer += text;
    const end = this.#buffer.indexOf('\n');
    if (end < 0) return;
    const answer = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end + 1);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  // An answer that comes after its time would be taken for the next question's: a failed connection is never used again.
  #fail(error: Error): void {
    this.close();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}

/** Opens a connection to the store at `host:port`; rejects when it is not there within `timeoutMs`. */
export function openConnection(address: { host: string; port: number }, timeoutMs: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const refuse = (error: Error) => {
      socket.destroy();
      reject(new Error(`the store at ${address.host}:${address.port} cannot be reached: ${error.message}`));
    };
    const timer = setTimeout(() => refuse(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      refuse(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(new StoreConnection(socket));
    });
  });
}
