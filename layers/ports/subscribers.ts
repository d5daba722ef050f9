import type { Interest } from '#domain/event/interest.ts';
import type { EpochSeconds } from '#domain/time.ts';

/**
 * A subscriber. new: not greeted yet; replaying: it is given what it missed, live events wait for it in the feed;
 * live: each event is posted as it comes.
 */
export interface Connection extends Interest {
  id: string;
  key_id: string;
  /** by which of its key's secrets it was let in; null: by a token */
  secret_version: number | null;
  connected_at: EpochSeconds;
  /** after this it is no more, whatever the record says */
  expires_at: EpochSeconds;
  state: 'new' | 'replaying' | 'live';
  /** it has been given everything up to this number */
  seen: number;
  /** the feed's number when it was greeted */
  greeted_at: number;
  subscribed: boolean;
  /** where it wants a replay to begin, from the address it connected with */
  replay_from: number | null;
  /** what a replay leaves out, because it was posted live meanwhile */
  skip: { after: number; until: number } | null;
}

export interface ConnectionTable {
  create(connection: Connection): Promise<void>;
  /** false: it is gone meanwhile, and stays so */
  update(connection: Connection): Promise<boolean>;
  get(id: string): Promise<Connection | undefined>;
  all(): Promise<Connection[]>;
  /** also those whose time is over */
  kept(): Promise<Connection[]>;
  /** Every one that was let in by this key, or by tokens of this subject, up to this moment. */
  ofKey(keyId: string): Promise<string[]>;
  count(): Promise<number>;
  remove(id: string): Promise<void>;
}

export interface SocketPost {
  /** 'gone' when the connection is no more. */
  post(connectionId: string, message: unknown): Promise<'sent' | 'gone'>;
  close(connectionId: string): Promise<void>;
}

export interface SocketCheck {
  /** Whether API Gateway still holds the connection. */
  alive(connectionId: string): Promise<boolean>;
}

/** Who asked for a ticket, and when what they showed for it ends; null: never. */
export interface TicketHolder {
  holder_id: string;
  until: EpochSeconds | null;
  secret_version: number | null;
}

/** One-use tickets for browsers, which cannot set headers on a WebSocket. */
export interface TicketTable {
  create(ticket: string, asked: TicketHolder, until: EpochSeconds): Promise<void>;
  /** Who asked for it, once; nothing for one that is unknown, used or too old. */
  redeem(ticket: string): Promise<TicketHolder | undefined>;
}
