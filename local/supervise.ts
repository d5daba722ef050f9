import { mkdir } from 'node:fs/promises';
import { LocalError } from './errors.ts';
import { type Installation, type InstallationOptions, startInstallation } from './installation.ts';
import { isRunning, readOwner, removeOwner, writeOwner } from './owner.ts';
import { defaultStateDir, pathsIn } from './paths.ts';
import { type LocalState, readLocalState } from './state.ts';
import { stopLeftovers } from './stopInstallation.ts';

/** The running installation of a state folder, if there is one. */
export async function findRunning(stateDir = defaultStateDir): Promise<LocalState | undefined> {
  const { ownerFile, localFile } = pathsIn(stateDir);
  const owner = await readOwner(ownerFile);
  if (!owner || !(await isRunning(owner))) return undefined;
  const state = await readLocalState(localFile);
  if (state?.pids.owner === owner.pid) return state;
  throw new LocalError(
    `Another start (process ${owner.pid}) is under way.`,
    'Wait until it is ready, or end it with npm stop.',
  );
}

/** Starts an installation as its only owner and stays until the signal or until a part is lost.
 *  @returns undefined after an ordered stop, or the sentence that says what was lost */
export async function own(
  options: InstallationOptions & { signal: AbortSignal },
  onReady: (installation: Installation) => void | Promise<void>,
): Promise<string | undefined> {
  const stateDir = options.stateDir ?? defaultStateDir;
  const { ownerFile } = pathsIn(stateDir);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await claim(ownerFile);
  try {
    await stopLeftovers(stateDir); // of an owner that was killed and could not stop them
    const installation = await startInstallation(options);
    await onReady(installation);
    const lost = await Promise.race([installation.lost, aborted(options.signal)]);
    await installation.stop();
    return lost;
  } finally {
    await removeOwner(ownerFile);
  }
}

async function claim(ownerFile: string): Promise<void> {
  if (await writeOwner(ownerFile)) return;
  const owner = await readOwner(ownerFile);
  if (owner && (await isRunning(owner))) {
    throw new LocalError(`Another start (process ${owner.pid}) is under way.`, 'Wait for it, or end it with npm stop.');
  }
  await removeOwner(ownerFile);
  if (!(await writeOwner(ownerFile))) throw new LocalError('Another start has just begun.', 'Wait for it.');
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
