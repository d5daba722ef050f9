import { signal } from './child.ts';
import { LocalError } from './errors.ts';
import { isRunning, type Owner, readOwner, removeOwner } from './owner.ts';
import { pathsIn } from './paths.ts';
import { readLocalState, writeLocalState } from './state.ts';
import { until } from './waiting.ts';

// The emulator may take 20 s to end calls and write its state, the fleet 15 s to drain.
const STOP_MS = 60_000;

/** Stops the installation of a state folder through its owner.
 *  @returns whether there was anything to stop */
export async function stopInstallation(stateDir: string): Promise<boolean> {
  const { ownerFile } = pathsIn(stateDir);
  const owner = await readOwner(ownerFile);
  if (!owner || !(await isRunning(owner))) {
    const leftovers = await stopLeftovers(stateDir);
    await removeOwner(ownerFile);
    return leftovers > 0;
  }
  signal(owner.pid, 'SIGTERM');
  if (!(await isGone(owner, STOP_MS))) {
    throw new LocalError(
      `The installation (process ${owner.pid}) did not stop within ${STOP_MS / 1000} s.`,
      `Look into .forestall/logs, or end it with kill -9 ${owner.pid} and run npm stop again.`,
    );
  }
  return true;
}

/** Ends what an owner that was killed left running; nothing else, even if a process id was given out again.
 *  @returns how many there were */
export async function stopLeftovers(stateDir: string): Promise<number> {
  const { localFile } = pathsIn(stateDir);
  const state = await readLocalState(localFile);
  if (!state || state.processes.length === 0) return 0;
  const alive: Owner[] = [];
  for (const each of state.processes) if (each.pid !== process.pid && (await isRunning(each))) alive.push(each);
  for (const { pid } of alive) signal(pid, 'SIGTERM');
  for (const each of alive) if (!(await isGone(each, 25_000))) signal(-each.pid, 'SIGKILL');
  await writeLocalState(localFile, { ...state, pids: {}, processes: [] });
  return alive.length;
}

async function isGone(process: Owner, timeoutMs: number): Promise<boolean> {
  const gone = await until(async () => ((await isRunning(process)) ? undefined : true), { timeoutMs, everyMs: 100 });
  return gone === true;
}
