import type { ConnectionTable, Log, SocketPost } from '#ports';
import { hangUp } from './postTo.ts';

/** A key that is revoked loses its open connections at once. */
export async function closeConnectionsOf(
  keyId: string,
  ports: { connections: Pick<ConnectionTable, 'ofKey' | 'remove'>; sockets: SocketPost; log: Log },
): Promise<number> {
  const ids = await ports.connections.ofKey(keyId);
  const next = ids.values();
  const places = Array.from({ length: Math.min(20, ids.length) }, async () => {
    for (const id of next) {
      await ports.connections.remove(id); // first: even one that cannot be closed gets nothing more
      await hangUp(id, ports);
    }
  });
  await Promise.all(places);
  return ids.length;
}
