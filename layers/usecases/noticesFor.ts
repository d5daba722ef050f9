import type { Notifications } from '#domain/configuration/notifications.ts';
import type { NumberedEvent } from '#domain/event/event.ts';
import { noticesOf } from '#domain/notice/noticesOf.ts';
import { type NoticePlan, nothingPlanned, type Telling } from '#domain/notice/plan.ts';
import { reviewNotices } from '#domain/notice/review.ts';
import { routed } from '#domain/notice/routing.ts';
import type { AnomalyTable, Clock, Log, Notices, NoticeTable, ServiceCatalog, SilenceTable, Subscribers } from '#ports';

export interface NoticePorts {
  subscribers: Pick<Subscribers, 'all'>;
  silences: Pick<SilenceTable, 'all'>;
  notices: NoticeTable;
  services: Pick<ServiceCatalog, 'all'>;
  anomalies: Pick<AnomalyTable, 'open'>;
  notifications: Notifications;
  clock: Clock;
  log: Log;
}

/** Tells somebody: makes their delivery. A repeat of what was made already changes nothing. */
export type Tell = (telling: readonly Telling[]) => Promise<void>;

/** Tells those whom an event is for, unless something holds it from them: then it is remembered why. */
export async function tellOf(event: NumberedEvent, tell: Tell, ports: NoticePorts): Promise<NoticePlan> {
  const subscribers = await ports.subscribers.all();
  if (subscribers.length === 0) return nothingPlanned();
  const { notifications, clock } = ports;
  const [silences, notices] = await Promise.all([ports.silences.all(), ports.notices.ofService(event.service)]);
  const asked = silences.length > 0 || routed(notifications, subscribers).size > 0;
  const world = asked ? await around(ports) : { services: [], open: [] };
  const facts = { ...world, ...notices, silences, now: clock.now() };
  return carryOut(noticesOf(event, { subscribers, notifications }, facts), tell, ports);
}

/** Tells what nothing holds any more, repeats what lasts, and goes on to whom it escalates. */
export async function reviewAll(tell: Tell, ports: NoticePorts): Promise<NoticePlan> {
  const { notifications, clock } = ports;
  const notices: Notices = await ports.notices.all();
  if (notices.standing.length + notices.escalations.length === 0) return nothingPlanned();
  const [subscribers, silences, world] = await Promise.all([
    ports.subscribers.all(),
    ports.silences.all(),
    around(ports),
  ]);
  const facts = { ...notices, ...world, silences, now: clock.now() };
  return carryOut(reviewNotices({ subscribers, notifications }, facts), tell, ports);
}

/** What silences, routes and inhibition look at: nobody asks where there are none, so that most events are told at once. */
async function around({ services, anomalies }: Pick<NoticePorts, 'services' | 'anomalies'>) {
  const [known, open] = await Promise.all([services.all(), anomalies.open()]);
  return { services: known, open };
}

/** First tells, then remembers: of a crash in between comes a repeat, which is told once all the same. */
async function carryOut(plan: NoticePlan, tell: Tell, { notices, log }: NoticePorts): Promise<NoticePlan> {
  await tell(plan.tell);
  await notices.write(plan);
  for (const { subscriber_id, because, detail } of plan.notTold)
    log.info('not told', { subscriber_id, because, detail });
  return plan;
}
