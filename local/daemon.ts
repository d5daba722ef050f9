import { parseArguments } from './arguments.ts';
import type { News } from './detach.ts';
import { LocalError, reasonOf } from './errors.ts';
import { report } from './report.ts';
import { stopSignal } from './signals.ts';
import { own } from './supervise.ts';

// The background process of `npm start -- --detach`: it owns the children and tells the command that waits for it.

function tell(news: News): void {
  if (process.connected) process.send?.(news);
}

async function main(): Promise<number> {
  const { detach: _, ...options } = parseArguments(process.argv.slice(2));
  let ready = false;
  const order = stopSignal();
  // Whoever waits for us was killed: nobody would know that this runs.
  const abandoned = new AbortController();
  process.once('disconnect', () => {
    if (!ready) abandoned.abort();
  });
  const lost = await own(
    {
      ...options,
      signal: AbortSignal.any([order, abandoned.signal]),
      onStep: (event) => tell({ kind: 'step', event }),
    },
    ({ state }) => {
      ready = true;
      tell({ kind: 'ready', state });
    },
  );
  if (lost === undefined) return 0;
  console.error(`${lost} Everything else was stopped as well.`);
  return 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    report(error);
    const advice = error instanceof LocalError ? error.advice : 'Its log is .forestall/logs/start.log.';
    tell({ kind: 'failed', message: reasonOf(error), advice });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  },
);
