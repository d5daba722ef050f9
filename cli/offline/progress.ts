import type { Terminal } from '../terminal.ts';

/** A person sees that something goes on, and a terminal is not flooded. */
const EVERY_SECONDS = 0.2;

/** Tells how far long work is, where someone looks on. */
export class Progress {
  readonly #terminal: Pick<Terminal, 'status' | 'now'>;
  readonly #files: number;
  readonly #began: number;
  #told: number;
  #done = 0;
  #rows = 0;

  constructor(terminal: Pick<Terminal, 'status' | 'now'>, files: number) {
    this.#terminal = terminal;
    this.#files = files;
    this.#began = terminal.now();
    this.#told = this.#began;
  }

  rows(count: number): void {
    this.#rows += count;
    const now = this.#terminal.now();
    if (now - this.#told < EVERY_SECONDS) return;
    this.#told = now;
    const pace = Math.round(this.#rows / (now - this.#began));
    const files = this.#files > 1 ? `file ${this.#done + 1} of ${this.#files}, ` : '';
    this.#terminal.status(`${files}${grouped(this.#rows)} points, ${grouped(pace)} a second`);
  }

  /** What is going on that has no rows. */
  doing(what: string): void {
    this.#terminal.status(what);
  }

  fileDone(): void {
    this.#done += 1;
  }

  end(): void {
    this.#terminal.status('');
  }
}

const grouped = (count: number): string => count.toLocaleString('en-US');
