import { CommanderError } from 'commander';
import { CliError, FAILED, Unsound, USAGE, UsageError } from './errors.ts';
import { forestall } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command and gives its exit code. A foreseen failure is a sentence and what to do, never a stack. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  untilStopped: () => AbortSignal,
): Promise<number> {
  try {
    await forestall(terminal, untilStopped).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, { aside, colours }: Terminal): number {
  // commander has said it: help and the version are no failures, all else is a usage error
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof CliError) {
    aside(colours.red(error.message));
    if (error.advice) aside(error.advice);
    return error instanceof UsageError ? USAGE : FAILED;
  }
  if (error instanceof Unsound) {
    if (error.message !== '') aside(colours.red(error.message));
    return error.exitCode;
  }
  aside(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return FAILED;
}
