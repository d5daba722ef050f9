import type { Notifications } from '../configuration/notifications.ts';
import type { NumberedEvent } from '../event/event.ts';
import { toInstant } from '../time.ts';
import type { Subscriber } from '../webhook/subscriber.ts';
import { type Held, type NoticeFacts, rankOf } from './decide.ts';
import type { Escalation, Notice } from './notice.ts';

/** A subscriber and what they are told. */
export interface Telling {
  subscriber_id: string;
  event: NumberedEvent;
}

/** Who is told, who is not and why, and what is to be remembered of it. */
export interface NoticePlan {
  tell: Telling[];
  notTold: (Held & { subscriber_id: string })[];
  keep: Notice[];
  forget: Pick<Notice, 'service' | 'subject' | 'subscriber_id'>[];
  escalations: Escalation[];
  ended: Pick<Escalation, 'service' | 'subject'>[];
}

export const nothingPlanned = (): NoticePlan => ({
  tell: [],
  notTold: [],
  keep: [],
  forget: [],
  escalations: [],
  ended: [],
});

/** Who may be told, and what `forestall.yml` says of it. */
export interface Everyone {
  subscribers: readonly Subscriber[];
  notifications: Notifications;
}

/** What is known of the world, and of what was told: by everyone, of the services in question. */
export interface World extends NoticeFacts {
  escalations: readonly Escalation[];
}

/** What there is to remember when somebody is told now. */
export const toldOf = (event: NumberedEvent, subscriber_id: string, now: number, known?: Notice): Notice => ({
  ...blank(event, subscriber_id, now),
  state: 'told',
  severity: graver(event.severity, known?.state === 'told' ? known.severity : null),
  opened_at: known?.opened_at ?? toInstant(now),
  told_at: toInstant(now),
  repeats: known?.repeats ?? 0,
  acknowledged_by: known?.acknowledged_by ?? null,
});

/** What there is to remember when somebody waits. */
export const heldOf = (event: NumberedEvent, subscriber_id: string, held: Held, now: number): Notice => ({
  ...blank(event, subscriber_id, now),
  state: 'held',
  because: held.because,
  detail: held.detail,
  lead: held.lead ?? null,
});

const graver = (one: string | null, other: string | null): string | null => (rankOf(other) > rankOf(one) ? other : one);

const blank = (event: NumberedEvent, subscriber_id: string, now: number): Omit<Notice, 'state'> => ({
  subscriber_id,
  subject: event.subject,
  service: event.service,
  because: null,
  detail: null,
  lead: null,
  event,
  severity: event.severity,
  opened_at: null,
  told_at: null,
  repeats: 0,
  acknowledged_by: null,
  updated_at: toInstant(now),
});

/** What one subscriber knows and waits for. */
export const ofSubscriber = (standing: readonly Notice[], id: string, service: string | null): Notice[] =>
  standing.filter((one) => one.subscriber_id === id && one.service === service);
