/** A failure that a person can act on: one sentence that says what is wrong, one that says what to do. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.advice = advice;
  }
}

/** The text of anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
