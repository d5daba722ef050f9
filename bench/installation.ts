import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalError } from '#local/errors.ts';
import { type InstallationOptions, startInstallation } from '#local/installation.ts';
import { showProgress, stepsOf } from '#local/progress.ts';
import type { LocalState } from '#local/state.ts';
import { findRunning } from '#local/supervise.ts';

export interface Wanted {
  /** on the one that npm start runs here, which stays */
  useRunning: boolean;
  /** whether the demo fleet runs too */
  fleet: boolean;
}

/** A fresh installation, which ends with the work, so that nothing an earlier run left is in its way; or the one that runs. */
export async function withInstallation<T>(
  { useRunning, fleet }: Wanted,
  signal: AbortSignal,
  work: (state: LocalState) => Promise<T>,
): Promise<T> {
  if (useRunning) {
    const running = await findRunning();
    if (!running)
      throw new LocalError('No installation runs here.', 'Start one with npm start, or leave out --use-running.');
    return work(running);
  }
  const stateDir = await mkdtemp(join(tmpdir(), 'forestall-bench-'));
  const progress = showProgress(stepsOf({ fleet }));
  try {
    const result = await onInstallation(
      { stateDir, fleet, fresh: true, signal, onStep: progress.onStep },
      progress.end,
      work,
    );
    await rm(stateDir, { recursive: true, force: true });
    return result;
  } catch (error) {
    await progress.end();
    if (signal.aborted) await rm(stateDir, { recursive: true, force: true });
    throw error; // and what was started keeps its logs, which the error names
  }
}

async function onInstallation<T>(
  options: InstallationOptions,
  onReady: () => Promise<void>,
  work: (state: LocalState) => Promise<T>,
): Promise<T> {
  const installation = await startInstallation(options);
  try {
    await onReady();
    const lost = installation.lost.then((what) => Promise.reject(new LocalError(what, 'Run the bench again.')));
    return await Promise.race([work(installation.state), lost]);
  } finally {
    await installation.stop();
  }
}
