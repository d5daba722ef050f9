import type { EventName, FeedEvent } from '../event/event.ts';

/**
 * What an event does to its subject. opens: something is wrong, or will be; changes: it goes on; closes: it is over;
 * passes: it stands for itself.
 */
export type Phase = 'opens' | 'changes' | 'closes' | 'passes';

const phases: Partial<Record<EventName, Phase>> = {
  'anomaly.detected': 'opens',
  'breach.predicted': 'opens',
  'incident.opened': 'opens',
  'anomaly.updated': 'changes',
  'anomaly.acknowledged': 'changes',
  'anomaly.resolved': 'closes',
  'incident.resolved': 'closes',
};

/** An event that carries no anomaly (somebody triggered it) stands for itself, whatever its name. */
export const phaseOf = ({ event, anomaly }: Pick<FeedEvent, 'event' | 'anomaly'>): Phase =>
  anomaly === undefined && !event.startsWith('incident.') ? 'passes' : (phases[event] ?? 'passes');

/** Which event opened what this one is about: to who was not told of it yet, this one opens it. */
export const openingName = ({ event, anomaly }: Pick<FeedEvent, 'event' | 'anomaly'>): EventName => {
  if (anomaly === undefined || phaseOf({ event, anomaly }) !== 'changes') return event;
  return anomaly.kind === 'predicted_breach' ? 'breach.predicted' : 'anomaly.detected';
};
