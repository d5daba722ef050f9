import { type Anomaly, Severity, severityRank } from '../anomaly/anomaly.ts';
import { seconds } from '../configuration/duration.ts';
import type { Sparing } from '../configuration/notifications.ts';
import type { FeedEvent } from '../event/event.ts';
import { inWindow, readTimeWindow } from '../policy/timeWindow.ts';
import type { Service } from '../service/service.ts';
import { toEpoch } from '../time.ts';
import { explainedBy } from './inhibition.ts';
import type { Because, Notice } from './notice.ts';
import { matchedOf } from './routing.ts';
import { type Silence, silencing } from './silence.ts';

/** What a decision whether to tell rests on. */
export interface NoticeFacts {
  /** epoch seconds */
  now: number;
  services: readonly Pick<Service, 'name' | 'owner' | 'depends_on'>[];
  silences: readonly Silence[];
  /** the anomalies that are open */
  open: readonly Anomaly[];
  /** what this subscriber knows and waits for, of the same service */
  standing: readonly Notice[];
}

/** Why not to tell: held until that is over, or passed over for good. */
export interface Held {
  because: Because;
  detail: string;
  lead?: string;
}

export const rankOf = (severity: string | null): number => {
  const known = Severity.safeParse(severity);
  return known.success ? severityRank[known.data] : -1;
};

/** The silence that holds this from everybody. */
export function silenced(
  event: FeedEvent,
  { silences, services, now }: Pick<NoticeFacts, 'silences' | 'services' | 'now'>,
): Held | undefined {
  const silence = silencing(silences, matchedOf(event, services), now);
  return silence && { because: 'silenced', detail: `${silence.id} until ${silence.ends_at}: ${silence.reason}` };
}

/** What holds the news that something is wrong from one whom routes spare. `before`: what they know of it already. */
export function holdsOpening(
  event: FeedEvent,
  { sparing }: { sparing: Sparing },
  facts: NoticeFacts,
): Held | undefined {
  return (
    silenced(event, facts) ??
    (sparing.inhibit ? inhibited(event, facts) : undefined) ??
    quiet(event, sparing, facts) ??
    grouped(event, sparing, facts)
  );
}

/** What holds the news that a thing they know of has changed. */
export function holdsChange(
  event: FeedEvent,
  { sparing }: { sparing: Sparing },
  known: Notice,
  facts: NoticeFacts,
): Held | undefined {
  const held = silenced(event, facts) ?? quiet(event, sparing, facts);
  if (held || event.event === 'anomaly.acknowledged') return held;
  if (rankOf(event.severity) > rankOf(known.severity) || sparing.repeat_interval === undefined) return undefined;
  const again = toEpoch(known.told_at ?? known.updated_at) + seconds(sparing.repeat_interval);
  return facts.now < again ? { because: 'repeated', detail: `told at ${known.told_at}, and not graver` } : undefined;
}

/** What holds news that stand for themselves. */
export const holdsPassing = (
  event: FeedEvent,
  { sparing }: { sparing: Sparing },
  facts: NoticeFacts,
): Held | undefined => silenced(event, facts) ?? quiet(event, sparing, facts);

function inhibited({ anomaly }: FeedEvent, { services, open }: NoticeFacts): Held | undefined {
  const page = anomaly && explainedBy(anomaly, services, open);
  if (!page) return undefined;
  return {
    because: 'inhibited',
    detail: `${anomaly.service} calls ${page.service}, which has an open page: ${page.id}`,
  };
}

/** A question to a person waits for nobody's night to end: it would be answered too late. */
function quiet(event: FeedEvent, { quiet_hours, wake_for }: Sparing, { now, services }: NoticeFacts): Held | undefined {
  if (event.event === 'approval.requested') return undefined;
  if (rankOf(matchedOf(event, services).severity) >= severityRank[wake_for]) return undefined;
  const hours = quiet_hours.find((text) => {
    const { window } = readTimeWindow(text);
    return window !== undefined && inWindow(window, now);
  });
  return hours === undefined ? undefined : { because: 'quiet_hours', detail: hours };
}

/** Anomalies of one service soon after the first one wait for each other, unless they are graver than what was told. */
function grouped(
  { subject, severity, anomaly }: FeedEvent,
  { group_within }: Sparing,
  facts: NoticeFacts,
): Held | undefined {
  if (anomaly === undefined) return undefined;
  const since = facts.now - seconds(group_within);
  const lead = facts.standing
    .filter(
      ({ state, subject: other, opened_at, event }) =>
        state === 'told' && other !== subject && event.anomaly && opened_at !== null && toEpoch(opened_at) > since,
    )
    .toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity))[0];
  if (!lead || rankOf(severity) > rankOf(lead.severity)) return undefined;
  return { because: 'grouped', detail: `told of ${lead.subject} at ${lead.opened_at}`, lead: lead.subject };
}
