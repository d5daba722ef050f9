import type { NumberedEvent } from '../event/event.ts';
import { isFor } from '../event/interest.ts';
import { toInstant } from '../time.ts';
import type { Subscriber } from '../webhook/subscriber.ts';
import { type Held, holdsChange, holdsOpening, holdsPassing, rankOf, silenced } from './decide.ts';
import type { Notice } from './notice.ts';
import { openingName, phaseOf } from './phase.ts';
import { type Everyone, heldOf, type NoticePlan, nothingPlanned, ofSubscriber, toldOf, type World } from './plan.ts';
import { type Receiver, receiversOf, routed, routeOf } from './routing.ts';

/**
 * Decides whom an event is told: who is named by no route is told of everything that no silence holds, the others as the
 * routes say. Who was told that something is wrong is told that it is over, whatever holds notices then. Pure.
 * @param world `standing` and `escalations` are those of the event's service
 */
export function noticesOf(event: NumberedEvent, everyone: Everyone, world: World): NoticePlan {
  const plan = nothingPlanned();
  const { subscribers, notifications } = everyone;
  const named = routed(notifications, subscribers);
  const opening = { ...event, event: openingName(event) };
  const wanted = receiversOf(opening, notifications, { subscribers, services: world.services });
  for (const subscriber of subscribers) {
    const { id, enabled } = subscriber;
    const known = world.standing.find((one) => one.subject === event.subject && one.subscriber_id === id);
    const facts = { ...world, standing: ofSubscriber(world.standing, id, event.service) };
    const receiver = wanted.find((one) => one.id === id) ?? null;
    const asked = { event, opening, subscriber, known, facts, receiver };
    if (!enabled) add({ forget: known }, id, plan);
    else add(named.has(id) ? byRoutes(asked) : unrouted(asked), id, plan);
  }
  escalate(event, opening, { everyone, world, plan, named });
  return plan;
}

interface Asked {
  event: NumberedEvent;
  /** the event as one that opens what it is about */
  opening: NumberedEvent;
  subscriber: Subscriber;
  known: Notice | undefined;
  facts: World;
  /** null: the routes do not send it to them */
  receiver: Receiver | null;
}

/** What an event comes to for one subscriber. */
interface Step {
  tell?: NumberedEvent;
  held?: Held | undefined;
  keep?: Notice;
  forget?: Notice | undefined;
}

function add({ tell, held, keep, forget }: Step, subscriber_id: string, plan: NoticePlan): void {
  if (tell) plan.tell.push({ subscriber_id, event: tell });
  if (held) plan.notTold.push({ ...held, subscriber_id });
  if (keep) plan.keep.push(keep);
  if (forget) plan.forget.push(forget);
}

/** Who is named by no route: only a silence holds anything from them. */
function unrouted({ event, subscriber, known, facts }: Asked): Step {
  const wants = isFor(event, subscriber);
  const phase = phaseOf(event);
  if (known && phase === 'closes') return over(known);
  if (known && phase === 'changes') {
    const keep = { ...known, event: { ...event, event: known.event.event, id: known.event.id } }; // a review tells it
    return wants ? { keep, held: { because: 'not_opened', detail: `its opening is held: ${known.detail}` } } : { keep };
  }
  if (!wants) return {};
  const held = phase === 'closes' ? undefined : silenced(event, facts);
  if (!held) return { tell: event };
  return phase === 'opens' ? wait(event, subscriber.id, held, facts) : { held };
}

function byRoutes(asked: Asked): Step {
  switch (phaseOf(asked.event)) {
    case 'opens':
      return opens(asked);
    case 'changes':
      return asked.event.event === 'anomaly.acknowledged' ? acknowledged(asked) : changes(asked);
    case 'closes':
      return closes(asked);
    case 'passes':
      return passes(asked);
  }
}

function opens({ opening: event, subscriber, known, facts, receiver }: Asked): Step {
  const { id } = subscriber;
  if (!isFor(event, subscriber)) return {};
  if (!receiver) return { held: notRouted };
  const repeated = known?.state === 'told' && known.event.id === event.id; // a crash came between
  const held = repeated ? undefined : holdsOpening(event, receiver, facts);
  if (held) return wait(event, id, held, facts);
  return { tell: event, keep: toldOf(event, id, facts.now, known) };
}

function changes(asked: Asked): Step {
  const { event, subscriber, known, facts, receiver } = asked;
  const wants = isFor(event, subscriber);
  if (known?.state === 'told') {
    if (!wants || known.event.id === event.id) return wants ? { tell: event } : {};
    const held = receiver ? holdsChange(event, receiver, known, facts) : undefined;
    return held ? { held } : { tell: event, keep: toldOf(event, subscriber.id, facts.now, known) };
  }
  // one that another notice spoke for is news only when it gets graver
  if (known?.state === 'grouped' && rankOf(event.severity) <= rankOf(known.severity))
    return wants ? { held: { because: 'grouped', detail: `told with ${known.lead}` } } : {};
  return opens(asked);
}

function acknowledged({ event, subscriber, known }: Asked): Step {
  const keep = known && { keep: { ...known, acknowledged_by: acknowledgedBy(event) } };
  if (!isFor(event, subscriber)) return { ...keep };
  if (known?.state === 'told') return { ...keep, tell: event };
  return { ...keep, held: { because: 'not_opened', detail: 'they had not been told of what was acknowledged' } };
}

/** Who was not told at all, though the routes lead to them, was told before there were routes. */
function closes({ event, subscriber, known, receiver }: Asked): Step {
  if (known && known.state !== 'told') return over(known);
  const step = { forget: known };
  if (!isFor(event, subscriber)) return step;
  if (known || receiver) return { ...step, tell: event };
  return { held: { because: 'not_opened', detail: 'they had not been told of what is over' } };
}

function passes({ event, subscriber, known, facts, receiver }: Asked): Step {
  const { id } = subscriber;
  if (!isFor(event, subscriber)) return {};
  const told = known?.state === 'told'; // that somebody was asked: then they are told what came of it
  if (!receiver && !told) return { held: notRouted };
  const held = receiver && !told ? holdsPassing(event, receiver, facts) : undefined;
  if (held) return held.because === 'quiet_hours' ? wait(event, id, held, facts) : { held };
  if (event.event === 'approval.requested') return { tell: event, keep: toldOf(event, id, facts.now) };
  return { tell: event, forget: known };
}

/** Begins to wait for somebody's word, notes that it was given, or ends the waiting. */
function escalate(
  event: NumberedEvent,
  opening: NumberedEvent,
  {
    everyone: { notifications },
    world: { escalations, services, now },
    plan,
    named,
  }: { everyone: Everyone; world: World; plan: NoticePlan; named: ReadonlyMap<string, Receiver> },
): void {
  const { subject, service } = event;
  const known = escalations.find((one) => one.subject === subject);
  const phase = phaseOf(event);
  const asks = phase === 'opens' || event.event === 'anomaly.updated' || event.event === 'approval.requested';
  if (event.event === 'anomaly.acknowledged') {
    if (known) plan.escalations.push({ ...known, acknowledged_by: acknowledgedBy(event) });
  } else if (!asks) {
    if (known) plan.ended.push(known); // it is over, or what was asked was decided
  } else if (plan.tell.some(({ subscriber_id }) => named.has(subscriber_id))) {
    const route = routeOf(opening, notifications, services);
    if (!route?.escalate.length || (known && route === routeOf(known.event, notifications, services))) return;
    const begun = { event: opening, opened_at: toInstant(now), steps: 0 }; // anew where it got so grave that another route fits
    plan.escalations.push({ subject, service, ...begun, acknowledged_by: known?.acknowledged_by ?? null });
  }
}

const acknowledgedBy = ({ data }: NumberedEvent): string => (typeof data?.by === 'string' ? data.by : 'somebody');

const notRouted: Held = { because: 'not_routed', detail: 'no route leads to it' };

const wait = (event: NumberedEvent, id: string, held: Held, { now }: World): Step => ({
  keep: heldOf(event, id, held, now),
  held,
});

const over = (known: Notice): Step => ({
  forget: known,
  held: {
    because: 'over',
    detail: known.state === 'grouped' ? `told with ${known.lead}` : (known.detail ?? 'it was held'),
  },
});
