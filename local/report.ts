import { LocalError, reasonOf } from './errors.ts';

/** Tells a person what went wrong and what to do; a stack only where nobody foresaw the failure. */
export function report(error: unknown): void {
  console.error(`\n${reasonOf(error)}`);
  if (error instanceof LocalError) console.error(error.advice);
  else if (error instanceof Error && error.stack) console.error(error.stack);
}
