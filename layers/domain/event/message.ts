import type { FeedEvent, NumberedEvent } from './event.ts';

/** API Gateway carries at most 128 KB in one message; a bigger one would cost every subscriber its connection. */
const MOST_BYTES = 120_000;

/** An event as subscribers of the stream get it: the noun's own field carries the data. */
export function streamMessage({
  event,
  seq,
  timestamp,
  anomaly,
  action,
  data,
}: NumberedEvent): Record<string, unknown> {
  const nouns = { ...(anomaly ? { anomaly } : {}), ...(action ? { action } : {}), ...(data ? { data } : {}) };
  const message = { event, seq, timestamp, ...nouns };
  if (Buffer.byteLength(JSON.stringify(message)) <= MOST_BYTES) return message;
  const named = Object.entries(nouns).map(([noun, value]) => [noun, 'id' in value ? { id: value.id } : {}]);
  return { event, seq, timestamp, ...Object.fromEntries(named), truncated: true };
}

/** The noun that an event is about, whole. */
export const subjectOf = ({ anomaly, action, data }: FeedEvent): Record<string, unknown> =>
  anomaly ?? action ?? data ?? {};
