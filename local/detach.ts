import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { readyBlock } from './block.ts';
import { LocalError } from './errors.ts';
import { lastLines } from './log.ts';
import { defaultStateDir, pathsIn, projectRoot } from './paths.ts';
import type { Progress } from './progress.ts';
import type { LocalState } from './state.ts';
import type { StepEvent } from './steps.ts';

/** What the background process tells the command that waits for it. */
export type News =
  | { kind: 'step'; event: StepEvent }
  | { kind: 'ready'; state: LocalState }
  | { kind: 'failed'; message: string; advice: string };

/** Starts the installation in a background process that owns it, and waits until it is ready.
 *  @returns the exit code: 0 when it runs */
export async function startDetached(args: readonly string[], progress: Progress, signal: AbortSignal): Promise<number> {
  const { logs } = pathsIn(defaultStateDir);
  const logFile = join(logs, 'start.log');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const log = openSync(logFile, 'w', 0o600);
  const daemon = fork(join(import.meta.dirname, 'daemon.ts'), [...args], {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const outcome = Promise.withResolvers<LocalState>();
  daemon.on('message', (news: News) => {
    if (news.kind === 'step') progress.onStep(news.event);
    else if (news.kind === 'ready') outcome.resolve(news.state);
    else outcome.reject(new LocalError(news.message, news.advice));
  });
  daemon.once('error', outcome.reject);
  const gone = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  void gone.then(async () =>
    outcome.reject(
      new LocalError(`The start ended before it was ready:\n${await lastLines(logFile, 8)}`, `Its log is ${logFile}.`),
    ),
  );
  signal.addEventListener('abort', () => daemon.kill('SIGTERM'), { once: true });
  try {
    const state = await outcome.promise;
    await progress.end();
    console.log(`${readyBlock(state)}\n  It runs in the background; npm stop ends it.`);
    daemon.disconnect();
    daemon.unref();
    return 0;
  } catch (error) {
    await gone; // it stops what it had started before it goes
    throw error;
  } finally {
    await progress.end();
  }
}
