/** A failure that a person can act on: one sentence that says what is wrong, one that says what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}

/** The command was written in a way that it does not know. */
export class UsageError extends CliError {}

export const FAILED = 1;
export const USAGE = 2;

/** The command did its work and said what is wrong: nothing more is to be said, but the exit code is not 0. */
export class Unsound extends Error {
  override readonly name = 'Unsound';
  readonly exitCode: number;

  constructor(message: string, exitCode = FAILED) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The text of anything thrown, with what caused it: fetch hides a refused connection in there. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause === undefined ? error.message || error.name : reasonOf(error.cause);
}
