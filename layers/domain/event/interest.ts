import { canonicalService } from '../service/name.ts';
import type { FeedEvent } from './event.ts';

/** What a subscriber wants; null is everything. */
export interface Interest {
  events: readonly string[] | null;
  services: readonly string[] | null;
  severities: readonly string[] | null;
}

export const everything: Interest = { events: null, services: null, severities: null };

/** Whether an event is for this subscriber. An event without a service or severity passes that filter. */
export function isFor(
  { event, service, severity }: Pick<FeedEvent, 'event' | 'service' | 'severity'>,
  { events, services, severities }: Interest,
): boolean {
  if (events !== null && !events.includes('*') && !events.includes(event)) return false;
  if (services !== null && service !== null && !services.some((name) => names(name, service))) return false;
  return severities === null || severity === null || severities.includes(severity);
}

/** `orders-service` is the service `orders`, and also one that bears that very name. */
const names = (wanted: string, service: string): boolean => wanted === service || canonicalService(wanted) === service;
