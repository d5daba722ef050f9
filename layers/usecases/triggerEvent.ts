import { ulid } from 'ulid';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { EventName, FeedEvent } from '#domain/event/event.ts';
import { isFor } from '#domain/event/interest.ts';
import { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { Clock, EventQueue, Subscribers } from '#ports';

export interface TriggerPorts {
  subscribers: Pick<Subscribers, 'all'>;
  events: EventQueue;
  clock: Clock;
}

interface Triggered {
  id: string;
  event: EventName;
  /** how many webhooks and integrations it is for, as they are now */
  subscribers: number;
}

/** Publishes an event that a person or another system made up. */
export async function triggerEvent(
  { event, data }: { event: EventName; data: Record<string, unknown> },
  { subscribers, events, clock }: TriggerPorts,
): Promise<Triggered> {
  const id = `trigger_${ulid(clock.now() * 1000)}`;
  const triggered: FeedEvent = {
    id,
    event,
    timestamp: toInstant(clock.now()),
    subject: textOf(data.id) ?? id,
    service: textOf(data.service) ?? null,
    severity: textOf(data.severity) ?? null,
    ...nounOf(data),
  };
  await events.send([triggered]);
  const wanting = (await subscribers.all()).filter((one) => one.enabled && isFor(triggered, one));
  return { id, event, subscribers: wanting.length };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined;

/** What is an anomaly or an action is told as one, so that every receiver words it as it words its own. */
function nounOf(data: Record<string, unknown>): Pick<FeedEvent, 'anomaly' | 'action' | 'data'> {
  const anomaly = Anomaly.safeParse(data);
  if (anomaly.success) return { anomaly: anomaly.data };
  const action = Action.safeParse(data);
  return action.success ? { action: action.data } : { data };
}
