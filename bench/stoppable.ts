import { report } from '#local/report.ts';
import { outliveTerminal, stopSignal } from '#local/signals.ts';

const INTERRUPTED = 130;

/** Runs a bench that starts things of its own: a signal stops those first, an error is told in words, nothing lingers. */
export async function stoppable(main: (args: string[], signal: AbortSignal) => Promise<void>): Promise<never> {
  outliveTerminal();
  const signal = stopSignal(() => console.error('\nStopping what was started.'));
  try {
    await main(process.argv.slice(2), signal);
  } catch (error) {
    process.exitCode = signal.aborted ? INTERRUPTED : 1;
    if (!signal.aborted) report(error);
  }
  process.exit();
}
