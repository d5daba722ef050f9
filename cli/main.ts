import { run } from './run.ts';
import { processTerminal } from './terminal.ts';

/** For a command that lasts until it is told to stop; any other one simply ends at once, as programs do. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  return stop.signal;
}

// `forestall watch | head` closes the pipe: then nobody listens any more, which is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), processTerminal(), untilStopped);
