import { toInstant } from '#domain/time.ts';
import { exampleEvent } from '#domain/webhook/example.ts';
import type { Clock, Notifier, Told } from '#ports';
import { isDelivered } from './callReceiver.ts';

/** Tells an example of an anomaly and at once of its end, so that nobody's pager stays on. */
export async function tryIntegration(
  { id, clock }: { id: string; clock: Clock },
  nonce: string,
  notifier: Notifier,
): Promise<Told & { delivered: boolean }> {
  const at = toInstant(clock.now());
  const event = exampleEvent(id, at, nonce);
  const anomaly = event.anomaly && { ...event.anomaly, level: 'page' as const };
  const begun = await notifier.notify(
    { ...event, ...(anomaly ? { anomaly } : {}), seq: 1 },
    { thread: null, parent: null },
  );
  if (!isDelivered(begun) || !anomaly) return { ...begun, delivered: isDelivered(begun) };
  const over = {
    ...anomaly,
    status: 'resolved' as const,
    resolution: 'recovered' as const,
    resolved_at: at,
    current_value: anomaly.predicted_value,
    version: 2,
  };
  const end = { ...event, id: `${event.id}.end`, event: 'anomaly.resolved' as const, anomaly: over, seq: 2 };
  const ended = await notifier.notify(end, { thread: begun.thread ?? null, parent: null });
  return { ...ended, delivered: isDelivered(ended), duration_ms: begun.duration_ms + ended.duration_ms };
}
