import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type Instant, toInstant } from '#domain/time.ts';
import type { Clock, EventQueue } from '#ports';

/**
 * Says that somebody looks after an anomaly. That is an event like any other: the feed's writer tells those who know of the
 * anomaly, and lets nobody be reminded. Of one person once: what they say again changes nothing.
 * @param by who, as the audit names them
 */
export async function acknowledge(
  anomaly: Anomaly,
  by: string,
  { events, clock }: { events: EventQueue; clock: Clock },
): Promise<{ at: Instant }> {
  const at = toInstant(clock.now());
  const event = 'anomaly.acknowledged';
  await events.send([
    {
      id: `${anomaly.id}.${event}.${by}`,
      event,
      timestamp: at,
      subject: anomaly.id,
      service: anomaly.service,
      severity: anomaly.severity,
      anomaly,
      data: { by },
    },
  ]);
  return { at };
}
