import type { Anomaly } from '../anomaly/anomaly.ts';
import { seconds } from '../configuration/duration.ts';
import type { NumberedEvent } from '../event/event.ts';
import { isFor } from '../event/interest.ts';
import { toEpoch, toInstant } from '../time.ts';
import { type Held, holdsOpening, holdsPassing, rankOf, silenced } from './decide.ts';
import type { Escalation, Notice } from './notice.ts';
import { phaseOf } from './phase.ts';
import { type Everyone, heldOf, type NoticePlan, nothingPlanned, ofSubscriber, toldOf, type World } from './plan.ts';
import { meantBy, type Receiver, receiversOf, routed, routeOf, stepsOf } from './routing.ts';

/** Asks the feed's writer for a review. */
export const REVIEW = { notices: 'review' } as const;

/** An anomaly that is not among the open ones for so long is over, though nobody said so. */
const FORGOTTEN_SECONDS = 600;

/**
 * Looks at all that is held, was told and lasts, or waits for somebody's word, as it is now: what nothing holds any more is
 * told, of several anomalies of a service in one notice; what lasts is repeated where that is wanted; what nobody
 * acknowledged goes to whom it escalates. Pure.
 */
export function reviewNotices(everyone: Everyone, world: World): NoticePlan {
  const review = new Review(everyone, world);
  review.held();
  review.repeats();
  for (const escalation of world.escalations) review.escalate(escalation);
  return review.plan;
}

class Review {
  readonly plan: NoticePlan = nothingPlanned();
  readonly #everyone: Everyone;
  readonly #world: World;
  readonly #named: ReadonlyMap<string, Receiver>;
  /** as they are in the course of this review */
  readonly #standing: Map<string, Notice>;

  constructor(everyone: Everyone, world: World) {
    this.#everyone = everyone;
    this.#world = world;
    this.#named = routed(everyone.notifications, everyone.subscribers);
    this.#standing = new Map(world.standing.map((one) => [keyOf(one), one]));
  }

  /** The gravest first: it speaks for the others of its service. */
  held(): void {
    const waiting = [...this.#standing.values()]
      .filter((one) => one.state === 'held' || (one.state === 'grouped' && !this.#leads(one)))
      .sort((a, b) => rankOf(b.event.severity) - rankOf(a.event.severity) || a.event.seq - b.event.seq);
    for (const { subscriber_id, subject } of waiting) {
      const notice = this.#standing.get(keyOf({ subscriber_id, subject }));
      if (notice?.state === 'held' || (notice?.state === 'grouped' && !this.#leads(notice))) this.#again(notice);
    }
  }

  repeats(): void {
    const { now } = this.#world;
    for (const notice of this.#standing.values()) {
      const interval = this.#named.get(notice.subscriber_id)?.sparing.repeat_interval;
      const { state, told_at, acknowledged_by } = notice;
      if (state !== 'told' || told_at === null || acknowledged_by !== null || interval === undefined) continue;
      if (now < toEpoch(told_at) + seconds(interval)) continue;
      const event = this.#fresh(notice.event);
      const receiver = this.#named.get(notice.subscriber_id);
      if (!event?.anomaly || !receiver || holdsPassing(event, receiver, this.#facts(notice))) continue;
      const repeats = notice.repeats + 1;
      this.#tell({ ...event, id: `${event.id}.again.${repeats}` }, notice.subscriber_id);
      this.#keep({ ...notice, event, told_at: toInstant(now), repeats, updated_at: toInstant(now) });
    }
  }

  escalate(escalation: Escalation): void {
    const { notifications } = this.#everyone;
    const { services, now } = this.#world;
    if (escalation.acknowledged_by !== null) return;
    const event = this.#fresh(escalation.event);
    if (event === undefined) {
      if (now - toEpoch(escalation.opened_at) > FORGOTTEN_SECONDS) this.plan.ended.push(escalation);
      return;
    }
    if (silenced(event, this.#world)) return;
    const steps = stepsOf(routeOf(escalation.event, notifications, services) ?? { escalate: [] });
    const due = steps.slice(escalation.steps).filter(({ after }) => toEpoch(escalation.opened_at) + after <= now);
    if (due.length === 0) return;
    for (const name of due.flatMap(({ to }) => to)) this.#next(name, event);
    this.plan.escalations.push({ ...escalation, steps: escalation.steps + due.length });
  }

  /** Tells those whom an escalation reaches, unless they know already. */
  #next(name: string, event: NumberedEvent): void {
    const { notifications, subscribers } = this.#everyone;
    for (const receiver of meantBy(name, notifications, subscribers)) {
      const known = this.#standing.get(keyOf({ subscriber_id: receiver.id, subject: event.subject }));
      const subscriber = subscribers.find(({ id }) => id === receiver.id);
      if (known?.state === 'told' || !subscriber?.enabled || !isFor(event, subscriber)) continue;
      const held = holdsPassing(event, receiver, this.#facts({ subscriber_id: receiver.id, service: event.service }));
      if (held) this.#wait(event, receiver.id, held);
      else this.#told(event, receiver.id);
    }
  }

  /** Decides again about what waits. */
  #again(notice: Notice): void {
    const { now } = this.#world;
    const subscriber = this.#everyone.subscribers.find(({ id }) => id === notice.subscriber_id);
    const event = this.#fresh(notice.event);
    if (!subscriber?.enabled || (!event && now - toEpoch(notice.updated_at) > FORGOTTEN_SECONDS)) this.#forget(notice);
    else if (event && this.#named.has(subscriber.id)) this.#byRoutes(event, notice);
    else if (event && !silenced(event, this.#world)) this.#tellOnce(event, notice);
  }

  #byRoutes(event: NumberedEvent, notice: Notice): void {
    const { subscriber_id: id, because, detail, state } = notice;
    const receiver = this.#receiverOf(event, id, because);
    const passes = phaseOf(event) === 'passes';
    const held = receiver && (passes ? holdsPassing : holdsOpening)(event, receiver, this.#facts(notice));
    if (!receiver) this.#forget(notice);
    else if (!held && passes) this.#tellOnce(event, notice);
    else if (!held) this.#told(event, id, notice);
    else if (held.because !== because || held.detail !== detail || state !== 'held')
      this.#wait(event, id, held, notice.updated_at);
  }

  /** What waited for the end of quiet hours may have been escalated, without a route that leads to them. */
  #receiverOf(event: NumberedEvent, id: string, because: Notice['because']): Receiver | undefined {
    const { subscribers, notifications } = this.#everyone;
    const { services } = this.#world;
    const led = receiversOf(event, notifications, { subscribers, services }).find((one) => one.id === id);
    return led ?? (because === 'quiet_hours' ? this.#named.get(id) : undefined);
  }

  /** Tells of what there is nothing to remember of. */
  #tellOnce(event: NumberedEvent, notice: Notice): void {
    this.#tell(event, notice.subscriber_id);
    this.#forget(notice);
  }

  /** Tells of a subject, and with it of what else of its service nothing holds any more. */
  #told(event: NumberedEvent, subscriber_id: string, notice?: Notice): void {
    const { services, escalations, now } = this.#world;
    const also = event.anomaly === undefined ? [] : this.#alongside(event, subscriber_id);
    this.#tell(also.length > 0 ? { ...event, also } : event, subscriber_id);
    this.#keep({ ...toldOf(event, subscriber_id, now), acknowledged_by: notice?.acknowledged_by ?? null });
    const { subject, service } = event;
    const steps = routeOf(event, this.#everyone.notifications, services)?.escalate ?? [];
    if (steps.length === 0 || [...escalations, ...this.plan.escalations].some((one) => one.subject === subject)) return;
    this.plan.escalations.push({ subject, service, event, opened_at: toInstant(now), steps: 0, acknowledged_by: null });
  }

  /** The anomalies that this notice speaks for too. */
  #alongside({ subject, service }: NumberedEvent, subscriber_id: string): NonNullable<NumberedEvent['also']> {
    return [...this.#standing.values()].flatMap((one) => {
      const waits = one.state !== 'told' && one.subject !== subject && !this.#leads(one);
      if (!waits || one.subscriber_id !== subscriber_id || one.service !== service) return [];
      const event = this.#fresh(one.event);
      const receiver = event && this.#receiverOf(event, subscriber_id, one.because);
      if (!event?.anomaly || !receiver || holdsOpening(event, receiver, this.#facts(one))) return [];
      this.#keep({
        ...one,
        state: 'grouped',
        because: 'grouped',
        detail: `told with ${subject}`,
        lead: subject,
        updated_at: toInstant(this.#world.now),
      });
      const { id, metric, severity } = event.anomaly;
      return [{ id, service: event.anomaly.service, metric, severity }];
    });
  }

  /** Whether the notice that spoke for this one is of something that is not over. */
  #leads({ lead, subscriber_id, state }: Notice): boolean {
    if (state !== 'grouped' || lead === null) return false;
    return this.#standing.get(keyOf({ subscriber_id, subject: lead }))?.state === 'told';
  }

  #facts({ subscriber_id, service }: Pick<Notice, 'subscriber_id' | 'service'>): World {
    return { ...this.#world, standing: ofSubscriber([...this.#standing.values()], subscriber_id, service) };
  }

  /** The event with its anomaly as it is now; nothing when that is not open any more. */
  #fresh(event: NumberedEvent): NumberedEvent | undefined {
    if (event.anomaly === undefined) return event;
    const anomaly: Anomaly | undefined = this.#world.open.find(({ id }) => id === event.subject);
    return anomaly && { ...event, anomaly, severity: anomaly.severity };
  }

  #tell(event: NumberedEvent, subscriber_id: string): void {
    this.plan.tell.push({ subscriber_id, event });
  }

  #wait(event: NumberedEvent, subscriber_id: string, held: Held, since?: string): void {
    const kept = heldOf(event, subscriber_id, held, this.#world.now);
    this.#keep(since === undefined ? kept : { ...kept, updated_at: since });
  }

  #keep(notice: Notice): void {
    this.#standing.set(keyOf(notice), notice);
    const at = this.plan.keep.findIndex((one) => keyOf(one) === keyOf(notice));
    if (at === -1) this.plan.keep.push(notice);
    else this.plan.keep[at] = notice;
  }

  #forget(notice: Notice): void {
    this.#standing.delete(keyOf(notice));
    this.plan.forget.push(notice);
  }
}

const keyOf = ({ subscriber_id, subject }: Pick<Notice, 'subscriber_id' | 'subject'>): string =>
  `${subscriber_id}#${subject}`;
