import { opens } from '#domain/key/key.ts';
import type { AdminKey, Clock, Connection, ConnectionTable, KeyTable, Log, SocketCheck, SocketPost } from '#ports';
import { keyOf } from './authenticateKey.ts';
import { hangUp } from './postTo.ts';

export interface SweepPorts {
  connections: Pick<ConnectionTable, 'kept' | 'remove'>;
  sockets: Pick<SocketPost, 'close'> & SocketCheck;
  keys: Pick<KeyTable, 'get'>;
  admin: AdminKey;
  clock: Clock;
  log: Log;
}

/** A greeting is tried for seconds; who was not greeted within this never will be. */
const GREETED_WITHIN = 120;
const AT_ONCE = 20;

/**
 * Lets go of connections that ended without a word (API Gateway tells of an end as well as it can), were never greeted, or
 * whose key has expired, is gone, or opens no more with what it showed then: a rotation's overlap is over. One that cannot be
 * asked stays until the next time.
 * @returns how many were let go
 */
export async function sweepConnections(ports: SweepPorts): Promise<number> {
  const kept = await ports.connections.kept();
  const stillOpens = openness(ports);
  const next = kept.values();
  let swept = 0;
  const places = Array.from({ length: Math.min(AT_ONCE, kept.length) }, async () => {
    for (const connection of next) if (await letGo(connection, stillOpens, ports)) swept += 1;
  });
  await Promise.all(places);
  return swept;
}

async function letGo(connection: Connection, stillOpens: Openness, ports: SweepPorts): Promise<boolean> {
  const { id, state, connected_at, expires_at } = connection;
  const now = ports.clock.now();
  let over = expires_at <= now || (state === 'new' && connected_at + GREETED_WITHIN <= now);
  try {
    over ||= !(await stillOpens(connection));
    if (!over && (await ports.sockets.alive(id))) return false;
    await ports.connections.remove(id); // first: even one that cannot be closed gets nothing more
  } catch (error) {
    ports.log.warn('a connection could not be looked after', { connection: id, error });
    return false;
  }
  if (over) await hangUp(id, ports);
  return true;
}

type Openness = (connection: Connection) => Promise<boolean>;

/** Whether what let a connection in still opens; each key is read once. */
function openness({ keys, admin, clock }: SweepPorts): Openness {
  const read = new Map<string, ReturnType<typeof keyOf>>();
  return async ({ key_id, secret_version }) => {
    if (secret_version === null) return true; // a token; its end is the connection's
    const asked = read.get(key_id) ?? keyOf(key_id, { keys, admin });
    read.set(key_id, asked);
    const key = await asked;
    return key !== undefined && opens(key, secret_version, clock.now());
  };
}
