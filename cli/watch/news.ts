import type { StreamMessage } from './message.ts';

/**
 * Whether an event tells a person something new. An open episode is written again and again with its newest value, which a
 * program may want; people are told when it became graver.
 */
export function newsOnly(): (message: StreamMessage) => boolean {
  const known = new Map<string, string>();
  return ({ event, anomaly }) => {
    if (!anomaly) return true;
    const gravity = `${anomaly.level} ${anomaly.severity}`;
    const same = known.get(anomaly.id) === gravity;
    if (event === 'anomaly.resolved') known.delete(anomaly.id);
    else known.set(anomaly.id, gravity);
    return event !== 'anomaly.updated' || !same;
  };
}
