import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { announceAnomaly } from '#domain/event/announce.ts';
import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import { anAnomaly } from '#domain/fixtures.ts';
import type { Because } from '#domain/notice/notice.ts';
import type { Telling } from '#domain/notice/plan.ts';
import type { Silence } from '#domain/notice/silence.ts';
import type { Service } from '#domain/service/service.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import { asSubscriber, type Subscriber } from '#domain/webhook/subscriber.ts';
import { type NoticePorts, reviewAll, tellOf } from '#usecases/noticesFor.ts';
import { silent } from './events.ts';
import { memoryNotices, notificationsOf } from './notices.ts';

/** A Wednesday at noon, in UTC. */
export const NOON = toEpoch('2027-01-13T12:00:00.000Z');

export const anIntegration = (name: string, more: Partial<Subscriber> = {}): Subscriber => ({
  ...asSubscriber('integration', {
    id: `integration_${name}`,
    name,
    events: ['*'],
    services: null,
    severities: null,
    enabled: true,
  }),
  ...more,
});

/** A fleet whose anomalies come and go while time passes: what who is told of it, and what not. */
export function scene({
  notifications = {},
  subscribers = [anIntegration('team')],
  services = [],
}: {
  notifications?: unknown;
  subscribers?: Subscriber[];
  services?: Service[];
}) {
  let now = NOON;
  let seq = 0;
  const silences: Silence[] = [];
  const anomalies = new Map<string, Anomaly>();
  const told: Telling[] = [];
  const notices = memoryNotices();
  const ports: NoticePorts = {
    subscribers: { all: async () => subscribers },
    silences: { all: async () => silences },
    notices,
    services: { all: async () => services },
    anomalies: { open: async () => [...anomalies.values()].filter(({ status }) => status === 'open') },
    notifications: notificationsOf(notifications),
    clock: { now: () => now },
    log: silent,
  };
  const tell = async (tellings: readonly Telling[]) => {
    // one that was made already changes nothing
    const isNew = (one: Telling) =>
      !told.some(({ subscriber_id, event }) => subscriber_id === one.subscriber_id && event.id === one.event.id);
    told.push(...tellings.filter(isNew));
  };
  const happens = async (event: FeedEvent): Promise<NumberedEvent> => {
    const numbered = { ...event, seq: ++seq };
    await tellOf(numbered, tell, ports);
    return numbered;
  };
  /** An anomaly as it is from now on. */
  const becomes = async (id: string, change: Partial<Anomaly> = {}): Promise<NumberedEvent | undefined> => {
    const before = anomalies.get(id);
    const known = before ?? anAnomaly({ id, level: 'page', detected_at: toInstant(now), started_at: toInstant(now) });
    const after = { ...known, updated_at: toInstant(now), ...change, version: (before?.version ?? 0) + 1 };
    anomalies.set(id, after);
    const event = announceAnomaly(before, after);
    return event && happens(event);
  };
  return {
    told,
    notices,
    silences,
    subscribers,
    anomalies,
    becomes,
    happens,
    over: (id: string) => becomes(id, { status: 'resolved', resolved_at: toInstant(now), resolution: 'recovered' }),
    review: () => reviewAll(tell, ports),
    /** Lets so many minutes pass, with a review each. */
    async passes(minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        now += 60;
        await reviewAll(tell, ports);
      }
    },
    at: (time: string) => {
      now = toEpoch(time);
    },
    now: () => now,
    /** `event subject`, in their order, as one subscriber was told */
    heard: (name: string) =>
      told
        .filter(({ subscriber_id }) => subscriber_id === `integration_${name}`)
        .map(({ event }) => `${event.event} ${event.subject.replace('anomaly_', '')}`),
    why: (): Because[] => notices.notTold.map(({ because }) => because),
  };
}
