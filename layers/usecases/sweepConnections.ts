import type { Clock, Connection, ConnectionTable, Log, SocketCheck, SocketPost } from '#ports';
import { hangUp } from './postTo.ts';

export interface SweepPorts {
  connections: Pick<ConnectionTable, 'kept' | 'remove'>;
  sockets: Pick<SocketPost, 'close'> & SocketCheck;
  clock: Clock;
  log: Log;
}

/** A greeting is tried for seconds; who was not greeted within this never will be. */
const GREETED_WITHIN = 120;
const AT_ONCE = 20;

/**
 * Lets go of connections that ended without a word (API Gateway tells of an end as well as it can), were never greeted, or
 * whose key has expired. One that cannot be asked stays until the next time.
 * @returns how many were let go
 */
export async function sweepConnections(ports: SweepPorts): Promise<number> {
  const kept = await ports.connections.kept();
  const next = kept.values();
  let swept = 0;
  const places = Array.from({ length: Math.min(AT_ONCE, kept.length) }, async () => {
    for (const connection of next) if (await letGo(connection, ports)) swept += 1;
  });
  await Promise.all(places);
  return swept;
}

async function letGo({ id, state, connected_at, expires_at }: Connection, ports: SweepPorts): Promise<boolean> {
  const now = ports.clock.now();
  const over = expires_at <= now || (state === 'new' && connected_at + GREETED_WITHIN <= now);
  try {
    if (!over && (await ports.sockets.alive(id))) return false;
    await ports.connections.remove(id); // first: even one that cannot be closed gets nothing more
  } catch (error) {
    ports.log.warn('a connection could not be looked after', { connection: id, error });
    return false;
  }
  if (over) await hangUp(id, ports);
  return true;
}
