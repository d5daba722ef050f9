import pRetry from 'p-retry';
import { everything, type Interest, isFor } from '#domain/event/interest.ts';
import { streamMessage } from '#domain/event/message.ts';
import { type SessionTask, type Subscribe, supportedEvents } from '#domain/event/session.ts';
import type { Connection, ConnectionTable, Feed, Log, SessionQueue, SocketPost } from '#ports';
import { hangUp, postTo } from './postTo.ts';

export interface SessionPorts {
  feed: Pick<Feed, 'after' | 'head'>;
  connections: Pick<ConnectionTable, 'get' | 'update' | 'remove'>;
  sockets: SocketPost;
  /** where a long replay goes on, behind the live events that came meanwhile */
  tasks: SessionQueue;
  log: Log;
}

/** So many events a task: a long replay lets live events through between its parts. */
export const REPLAY_PART = 50;
/** API Gateway knows a connection only once $connect has returned: until then a post is answered as to one gone. */
const NOT_YET = { retries: 9, minTimeout: 50, factor: 2, maxTimeout: 800, maxRetryTime: 4_000, randomize: true };

/**
 * Greets a new connection, subscribes it, and replays what it missed.
 * @param once names this task among its repeats
 */
export async function serveSession(task: SessionTask, once: string, ports: SessionPorts): Promise<void> {
  const connection = await ports.connections.get(task.connection);
  if (!connection) {
    // gone meanwhile; or let go before API Gateway knew it, so that it could not be closed then
    if (task.session === 'greet') await hangUp(task.connection, ports);
    return;
  }
  if (task.session === 'greet') return greet(connection, once, ports);
  if (connection.state === 'new') return; // its greeting failed for good
  if (task.session === 'subscribe') return subscribe(connection, task.message, once, ports);
  if (connection.state === 'replaying') return replay(connection, once, ports);
}

async function greet(connection: Connection, once: string, ports: SessionPorts): Promise<void> {
  if (connection.state !== 'new') return;
  const seq = await ports.feed.head();
  const hello = { event: 'connected', connection_id: connection.id, supported_events: supportedEvents, seq };
  if (!(await hailed(connection.id, hello, ports))) return;
  const from = connection.replay_from;
  const greeted: Connection = {
    ...connection,
    state: from === null ? 'live' : 'replaying',
    seen: from ?? seq,
    greeted_at: seq,
  };
  if (!(await ports.connections.update(greeted))) return;
  if (from !== null) await replay(greeted, once, ports);
}

/** The first post, tried again while the connection may still be on its way. */
async function hailed(id: string, hello: unknown, ports: SessionPorts): Promise<boolean> {
  const first = async () => {
    if ((await ports.sockets.post(id, hello)) === 'sent') return true;
    if (!(await ports.connections.get(id))) return false; // it left by itself
    throw new Error('not connected yet');
  };
  try {
    return await pRetry(first, NOT_YET);
  } catch (error) {
    ports.log.warn('a connection never came to be', { connection: id, error });
    await ports.connections.remove(id);
    return false;
  }
}

async function subscribe(
  connection: Connection,
  { after, events, services, severities }: Subscribe,
  once: string,
  ports: SessionPorts,
): Promise<void> {
  const wish: Interest = { events: events ?? null, services: services ?? null, severities: severities ?? null };
  const subscribed: Connection = { ...connection, ...wish, subscribed: true };
  if (after !== undefined) {
    const skip = await given(connection, after, ports);
    const from: Connection = { ...subscribed, state: 'replaying', seen: after, skip };
    if (await ports.connections.update(from)) await replay(from, once, ports);
    return;
  }
  if (connection.state === 'replaying') {
    await ports.connections.update(subscribed); // what is left of the replay follows the new wish, and confirms it
    return;
  }
  // what came before this was given by the old wish
  const live: Connection = { ...subscribed, seen: await ports.feed.head() };
  if (await ports.connections.update(live)) await confirm(live, ports);
}

/**
 * What a replay leaves out. Events that came between `connected` and the first subscription were posted already; a
 * client that asks later, or names a number from after its greeting, wants them again.
 */
async function given(connection: Connection, after: number, { feed }: SessionPorts): Promise<Connection['skip']> {
  if (connection.subscribed || connection.state !== 'live' || after > connection.greeted_at) return null;
  return { after: connection.greeted_at, until: await feed.head() };
}

/** Sends the next part of what came after `seen`, in order; what is not kept any more is named as a gap. */
async function replay(connection: Connection, once: string, ports: SessionPorts): Promise<void> {
  const { id, skip } = connection;
  const events = await ports.feed.after(connection.seen, REPLAY_PART);
  let last = connection.seen;
  for (const event of events) {
    if (event.seq > last + 1 && !(await postTo(id, { event: 'replay.gap', from: event.seq }, ports))) return;
    last = event.seq;
    if (skip && event.seq > skip.after && event.seq <= skip.until) continue;
    if (isFor(event, connection) && !(await postTo(id, streamMessage(event), ports))) return;
  }
  if (events.length === REPLAY_PART) {
    await ports.connections.update({ ...connection, seen: last });
    return ports.tasks.enqueue({ session: 'replay', connection: id }, `${once}.${last}`);
  }
  await goLive(connection, last, ports);
}

async function goLive(connection: Connection, last: number, ports: SessionPorts): Promise<void> {
  const head = await ports.feed.head();
  // older than everything that is kept, or a number of another feed
  if (last !== head && !(await postTo(connection.id, { event: 'replay.gap', from: head + 1 }, ports))) return;
  const live: Connection = { ...connection, state: 'live', seen: head, skip: null };
  if (await ports.connections.update(live)) await confirm(live, ports);
}

async function confirm(connection: Connection, ports: SessionPorts): Promise<void> {
  const { id, events, services, severities, seen } = connection;
  await postTo(id, { event: 'subscribed', events, services, severities, seq: seen }, ports);
}

/** Whom the handshake let in, and by which of their key's secrets. */
interface Letting {
  id: string;
  keyId: string;
  secretVersion: number | null;
  replayFrom: number | null;
}

/** A connection as $connect writes it: known, not greeted. */
export const newConnection = (
  { id, keyId, secretVersion, replayFrom }: Letting,
  now: number,
  until: number,
): Connection => ({
  ...everything,
  id,
  key_id: keyId,
  secret_version: secretVersion,
  connected_at: now,
  expires_at: until,
  state: 'new',
  seen: 0,
  greeted_at: 0,
  subscribed: false,
  replay_from: replayFrom,
  skip: null,
});
