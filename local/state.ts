import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { Owner } from './owner.ts';

const Ports = z.object({
  front: z.number(),
  emulator: z.number(),
  ecs: z.number(),
  standIns: z.number(),
  control: z.number(),
  orders: z.number(),
  users: z.number(),
  payments: z.number(),
});
export type Ports = z.infer<typeof Ports>;

/** `.forestall/local.json`: what the CLI, the tests and the next start read. */
export const LocalState = z.object({
  api_url: z.string(),
  websocket_url: z.string(),
  dashboard_url: z.string(),
  admin_key: z.string(),
  emulator_url: z.string(),
  ecs_url: z.string().nullable(),
  fleet_control_url: z.string().nullable(),
  fleet_services: z.record(z.string(), z.string()),
  ports: Ports,
  /** The processes of the running installation; empty when it is stopped. `owner` is the one to ask. */
  pids: z.object({ owner: z.number(), emulator: z.number(), fleet: z.number() }).partial(),
  /** The same by birth as well, so that a leftover is ended only when it is truly ours. */
  processes: z.array(Owner),
});
export type LocalState = z.infer<typeof LocalState>;

/** What an earlier start wrote: undefined when there is nothing, or nothing that this version understands. */
export async function readLocalState(file: string): Promise<LocalState | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return LocalState.parse(JSON.parse(text));
  } catch {
    return undefined; // written by another version: this start writes its own
  }
}

/** Replaces the file at once, readable by its owner only: it holds the admin key. */
export async function writeLocalState(file: string, state: LocalState): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.tmp`; // one a writer: two at once must not take each other's away
  try {
    await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
