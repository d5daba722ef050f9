import { grants } from '#domain/key/key.ts';
import { toEpoch } from '#domain/time.ts';
import type { ConnectionTable, SessionQueue, TicketTable } from '#ports';
import { type AuthenticationPorts, authenticateKey, noteUse } from './authenticateKey.ts';
import { newConnection } from './socketSession.ts';

export interface OpenPorts extends AuthenticationPorts {
  tickets: Pick<TicketTable, 'redeem'>;
  connections: Pick<ConnectionTable, 'create' | 'remove'>;
  tasks: SessionQueue;
}

export interface Opening {
  connectionId: string;
  /** the key as presented, or a ticket in its place */
  key: string | undefined;
  ticket: string | undefined;
  /** replay what came after this number, before anything else */
  after: number | null;
}

export type Opened = { opened: true; keyId: string } | { opened: false; status: 401 | 403; why: string };

/** API Gateway ends a connection after two hours; what it forgets to tell is over then too. */
const MOST_SECONDS = 2 * 3_600 + 600;

/** Lets a subscriber in and asks for its greeting, which can be posted only after this has been answered. */
export async function openConnection(opening: Opening, ports: OpenPorts): Promise<Opened> {
  const found = await holder(opening, ports);
  if (found.key === undefined) return { opened: false, status: 401, why: found.refused };
  const { id: keyId, scopes, expires_at } = found.key;
  if (!grants(scopes, 'read')) return { opened: false, status: 403, why: 'the stream needs the scope read' };
  const now = ports.clock.now();
  const until = Math.min(now + MOST_SECONDS, expires_at === null ? Number.POSITIVE_INFINITY : toEpoch(expires_at));
  const { connectionId: id, after } = opening;
  await ports.connections.create(newConnection({ id, keyId, replayFrom: after }, now, until));
  try {
    await ports.tasks.enqueue({ session: 'greet', connection: id }, id);
  } catch (error) {
    await ports.connections.remove(id); // it is refused, so nobody may be told that it is there
    throw error;
  }
  await noteUse(found.key, ports);
  return { opened: true, keyId };
}

async function holder({ key, ticket }: Opening, ports: OpenPorts): ReturnType<typeof authenticateKey> {
  if (key !== undefined) return authenticateKey(key, ports);
  if (ticket === undefined)
    return { refused: 'a key is needed: X-API-Key, Authorization: Bearer, or a ticket of POST /stream/ticket' };
  const keyId = await ports.tickets.redeem(ticket);
  const held = keyId === undefined ? undefined : ((await ports.keys.get(keyId)) ?? (await ports.admin.get(keyId)));
  if (!held) return { refused: 'this ticket is unknown, used, or older than a minute' };
  if (held.expires_at !== null && toEpoch(held.expires_at) <= ports.clock.now())
    return { refused: `the ticket's key expired at ${held.expires_at}` };
  return { key: held, secret: '' };
}
