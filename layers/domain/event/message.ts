import type { NumberedEvent } from './event.ts';

/** An event as subscribers of the stream get it: the noun's own field carries the data. */
export function streamMessage({
  event,
  seq,
  timestamp,
  anomaly,
  action,
  data,
}: NumberedEvent): Record<string, unknown> {
  return {
    event,
    seq,
    timestamp,
    ...(anomaly ? { anomaly } : {}),
    ...(action ? { action } : {}),
    ...(data ? { data } : {}),
  };
}

/** The noun that an event is about, whole. */
export const subjectOf = ({ anomaly, action, data }: NumberedEvent): Record<string, unknown> =>
  anomaly ?? action ?? data ?? {};
