import type { ConnectionTable, Log, SocketPost } from '#ports';

interface PostPorts {
  connections: Pick<ConnectionTable, 'remove'>;
  sockets: SocketPost;
  log: Log;
}

/**
 * Posts to one subscriber; false when it is lost. One that cannot be reached is let go, so that an open connection has
 * no gaps: its client comes back with `after` and is given what it missed.
 */
export async function postTo(id: string, message: unknown, ports: PostPorts): Promise<boolean> {
  try {
    if ((await ports.sockets.post(id, message)) === 'sent') return true;
    ports.log.info('a subscriber is gone', { connection: id });
  } catch (error) {
    ports.log.warn('a subscriber could not be reached', { connection: id, error });
    await hangUp(id, ports);
  }
  await ports.connections.remove(id);
  return false;
}

/** Closes a connection; one that does not even hear that is closed by API Gateway's own limits. */
export async function hangUp(
  id: string,
  { sockets, log }: { sockets: Pick<SocketPost, 'close'>; log: Log },
): Promise<void> {
  try {
    await sockets.close(id);
  } catch (error) {
    log.warn('a connection could not be closed', { connection: id, error });
  }
}
