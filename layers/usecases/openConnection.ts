import { type Holder, holderOf, holdsToken, scopesOf } from '#domain/key/holder.ts';
import { grants, opens } from '#domain/key/key.ts';
import { toEpoch } from '#domain/time.ts';
import type { ConnectionTable, SessionQueue, TicketTable } from '#ports';
import { keyOf } from './authenticateKey.ts';
import { type IdentityPorts, identify } from './identify.ts';
import { newConnection } from './socketSession.ts';

export interface OpenPorts extends IdentityPorts {
  tickets: Pick<TicketTable, 'redeem'>;
  connections: Pick<ConnectionTable, 'create' | 'remove'>;
  tasks: SessionQueue;
}

export interface Opening {
  connectionId: string;
  /** the key or token as presented, or a ticket in its place */
  key: string | undefined;
  ticket: string | undefined;
  /** replay what came after this number, before anything else */
  after: number | null;
}

export type Opened = { opened: true; holderId: string } | { opened: false; status: 401 | 403; why: string };

/** API Gateway ends a connection after two hours; what it forgets to tell is over then too. */
const MOST_SECONDS = 2 * 3_600 + 600;

/** Lets a subscriber in and asks for its greeting, which can be posted only after this has been answered. */
export async function openConnection(opening: Opening, ports: OpenPorts): Promise<Opened> {
  const found = await who(opening, ports);
  if (found.holder === undefined) return { opened: false, status: 401, why: found.refused };
  const { id: holderId, until: ends, secretVersion } = found.holder;
  if (!grants(scopesOf(found.holder), 'read'))
    return { opened: false, status: 403, why: 'the stream needs the scope read' };
  const now = ports.clock.now();
  const until = Math.min(now + MOST_SECONDS, ends ?? Number.POSITIVE_INFINITY);
  const { connectionId: id, after } = opening;
  await ports.connections.create(newConnection({ id, keyId: holderId, secretVersion, replayFrom: after }, now, until));
  try {
    // a revocation closes what it finds: one that came since the key was read has not found this one
    if (!(await stillOpens(found.holder, ports))) {
      await ports.connections.remove(id);
      return { opened: false, status: 401, why: 'this key was revoked or rotated just now' };
    }
    await ports.tasks.enqueue({ session: 'greet', connection: id }, id);
  } catch (error) {
    await ports.connections.remove(id); // it is refused, so nobody may be told that it is there
    throw error;
  }
  return { opened: true, holderId };
}

type Who = { holder: Holder; refused?: undefined } | { holder?: undefined; refused: string };

async function who({ key, ticket }: Opening, ports: OpenPorts): Promise<Who> {
  if (key !== undefined) return identify(key, ports);
  if (ticket === undefined)
    return { refused: 'a key is needed: X-API-Key, Authorization: Bearer, or a ticket of POST /stream/ticket' };
  const redeemed = await ports.tickets.redeem(ticket);
  if (!redeemed) return { refused: GONE };
  const { holder_id: id, until, secret_version: secretVersion } = redeemed;
  // the stream needs no more than the scope read, without which nobody is given a ticket
  if (holdsToken(id))
    return {
      holder: { id, name: id, grants: [{ scopes: ['read'], namespaces: [] }], rateLimit: 0, until, secretVersion },
    };
  const held = await keyOf(id, ports);
  if (!held || secretVersion === null) return { refused: GONE };
  const ends = [until, held.expires_at === null ? null : toEpoch(held.expires_at)].filter((end) => end !== null);
  const first = ends.length === 0 ? null : Math.min(...ends);
  if (!opens(held, secretVersion, ports.clock.now()))
    return { refused: "the ticket's key has expired, or was rotated since" };
  return { holder: holderOf(held, { until: first, secretVersion }) };
}

const GONE = 'this ticket is unknown, used, or older than a minute';

async function stillOpens({ id, secretVersion }: Holder, ports: OpenPorts): Promise<boolean> {
  if (secretVersion === null) return true;
  const key = await keyOf(id, ports);
  return key !== undefined && opens(key, secretVersion, ports.clock.now());
}
