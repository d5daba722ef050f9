import { parseArguments } from './arguments.ts';
import { readyBlock } from './block.ts';
import { startDetached } from './detach.ts';
import { LocalError } from './errors.ts';
import { showProgress, stepsOf } from './progress.ts';
import { report } from './report.ts';
import { outliveTerminal, stopSignal } from './signals.ts';
import { findRunning, own } from './supervise.ts';

const INTERRUPTED = 130;

async function main(args: readonly string[]): Promise<number> {
  const { detach, ...options } = parseArguments(args);
  const running = await findRunning();
  if (running) {
    console.log(`Forestall runs already (process ${running.pids.owner}).\n${readyBlock(running)}`);
    return 0;
  }
  const signal = stopSignal(() => console.log('\nStopping what was started; its state is kept.'));
  const progress = showProgress(stepsOf(options));
  let ready = false;
  try {
    if (detach) return await startDetached(args, progress, signal);
    const lost = await own({ ...options, signal, onStep: progress.onStep }, async ({ state }) => {
      ready = true;
      await progress.end();
      console.log(`${readyBlock(state)}\n  Ctrl-C stops it.`);
    });
    if (lost === undefined) return 0;
    throw new LocalError(lost, 'Its log is in .forestall/logs; everything else was stopped as well.');
  } catch (error) {
    if (signal.aborted && !ready) return INTERRUPTED;
    throw error;
  } finally {
    await progress.end();
  }
}

outliveTerminal();
main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    report(error);
    process.exit(1);
  },
);
