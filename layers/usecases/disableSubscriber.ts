import { toInstant } from '#domain/time.ts';
import type { Subscriber } from '#domain/webhook/subscriber.ts';
import type { Clock, EventQueue, Log, Subscribers } from '#ports';

export interface DisablePorts {
  subscribers: Pick<Subscribers, 'disable'>;
  events: EventQueue;
  clock: Clock;
  log: Log;
}

/** Turns a subscriber off and tells everyone else so. One that someone changed meanwhile is left as it is. */
export async function disableSubscriber(
  { id, kind }: Subscriber,
  because: string,
  { subscribers, events, clock, log }: DisablePorts,
): Promise<void> {
  const at = toInstant(clock.now());
  const disabled = await subscribers.disable(id, because, at);
  if (!disabled) return;
  log.warn('a subscriber was disabled', { id, because });
  const event = `${kind}.disabled` as const;
  await events.send([
    {
      id: `${id}.${event}.${disabled.version}`,
      event,
      timestamp: at,
      subject: id,
      service: null,
      severity: null,
      data: disabled,
    },
  ]);
}
