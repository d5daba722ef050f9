import type { FeedEvent } from './event.ts';

/** What a subscriber wants; null is everything. */
export interface Interest {
  events: readonly string[] | null;
  services: readonly string[] | null;
  severities: readonly string[] | null;
}

/** Whether an event is for this subscriber. An event without a service or severity passes that filter. */
export function isFor({ event, service, severity }: FeedEvent, { events, services, severities }: Interest): boolean {
  if (events !== null && !events.includes('*') && !events.includes(event)) return false;
  if (services !== null && service !== null && !services.includes(service)) return false;
  return severities === null || severity === null || severities.includes(severity);
}
