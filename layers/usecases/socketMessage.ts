import { ClientMessage } from '#domain/event/session.ts';
import type { ConnectionTable, Log, SessionQueue, SocketPost } from '#ports';
import { hangUp, postTo } from './postTo.ts';

export interface MessagePorts {
  connections: Pick<ConnectionTable, 'get' | 'remove'>;
  sockets: SocketPost;
  tasks: SessionQueue;
  log: Log;
}

/**
 * Answers what a client sent. A subscription waits its turn behind the events that are on their way; a bad message is
 * told what is wrong with it, and the connection stays.
 * @param once the message's id
 */
export async function takeMessage(connectionId: string, text: string, once: string, ports: MessagePorts) {
  if (!(await ports.connections.get(connectionId))) {
    // it was let go (its key was revoked, or it could not be reached), so silence would look like quiet times
    await hangUp(connectionId, ports);
    return;
  }
  const read = ClientMessage.safeParse(jsonOf(text));
  if (!read.success) {
    const errors = read.error.issues.map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part)}`).join(''),
      message,
    }));
    await postTo(connectionId, { event: 'error', problem: problem(errors) }, ports);
  } else if (read.data.action === 'ping') {
    await postTo(connectionId, { event: 'pong' }, ports);
  } else {
    await ports.tasks.enqueue({ session: 'subscribe', connection: connectionId, message: read.data }, once);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema refuses it
  }
}

const problem = (errors: readonly { pointer: string; message: string }[]) => ({
  type: 'about:blank',
  title: 'Bad message',
  status: 422,
  detail:
    'send {"action":"subscribe","services":[…],"severities":[…],"events":[…],"after":<seq>}, each but the action optional, or {"action":"ping"}',
  errors,
});
