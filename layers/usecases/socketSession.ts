import { z } from 'zod';
import { EventName } from '#domain/event/event.ts';
import { isFor } from '#domain/event/interest.ts';
import { streamMessage } from '#domain/event/message.ts';
import type { Connection, ConnectionTable, Feed, Log, SocketPost } from '#ports';

export const supportedEvents: readonly string[] = ['connected', ...EventName.options];

const Names = z.array(z.string().min(1).max(100)).max(200);

/** What a client of the stream may send. */
export const ClientMessage = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('subscribe'),
    services: Names.optional(),
    severities: Names.optional(),
    events: Names.optional(),
    after: z.number().int().nonnegative().optional(),
  }),
  z.strictObject({ action: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** Work on one connection, done by the feed's one writer so that it never mixes with live events. */
export const SessionTask = z.discriminatedUnion('session', [
  z.object({ session: z.literal('greet'), connection: z.string() }),
  z.object({ session: z.literal('subscribe'), connection: z.string(), message: ClientMessage }),
]);
export type SessionTask = z.infer<typeof SessionTask>;

export interface SessionPorts {
  feed: Feed;
  connections: ConnectionTable;
  sockets: SocketPost;
  log: Log;
}

const REPLAY_PAGE = 100;

/** Greets a new connection, or subscribes it and replays what it missed. */
export async function serveSession(task: SessionTask, ports: SessionPorts): Promise<void> {
  const connection = await ports.connections.get(task.connection);
  if (!connection) return; // gone meanwhile
  if (task.session === 'greet') return greet(connection, ports);
  if (task.message.action === 'subscribe') await subscribe(connection, task.message, ports);
}

async function greet(connection: Connection, ports: SessionPorts): Promise<void> {
  if (connection.greeted) return;
  const seq = await ports.feed.head();
  const hello = { event: 'connected', connection_id: connection.id, supported_events: supportedEvents, seq };
  if (await sent(connection, hello, ports)) await ports.connections.put({ ...connection, greeted: true, seen: seq });
}

async function subscribe(
  connection: Connection,
  message: Extract<ClientMessage, { action: 'subscribe' }>,
  ports: SessionPorts,
): Promise<void> {
  const wish = {
    events: message.events ?? null,
    services: message.services ?? null,
    severities: message.severities ?? null,
  };
  const seen = message.after === undefined ? connection.seen : await replay(connection, wish, message.after, ports);
  await ports.connections.put({ ...connection, ...wish, seen: Math.max(seen, connection.seen) });
  await sent(connection, { event: 'subscribed', ...wish, seq: await ports.feed.head() }, ports);
}

/** Sends what came after a number, in order; what is not kept any more is named as a gap. */
async function replay(
  connection: Connection,
  wish: Parameters<typeof isFor>[1],
  after: number,
  ports: SessionPorts,
): Promise<number> {
  let last = after;
  let first = true;
  for (;;) {
    const events = await ports.feed.after(last, REPLAY_PAGE);
    const oldest = events[0];
    if (oldest === undefined) return last;
    if (first && oldest.seq > after + 1) await sent(connection, { event: 'replay.gap', from: oldest.seq }, ports);
    first = false;
    for (const event of events) {
      if (isFor(event, wish) && !(await sent(connection, streamMessage(event), ports))) return last;
      last = event.seq;
    }
  }
}

async function sent(
  connection: Connection,
  message: unknown,
  { sockets, connections }: SessionPorts,
): Promise<boolean> {
  if ((await sockets.post(connection.id, message)) === 'sent') return true;
  await connections.remove(connection.id);
  return false;
}
