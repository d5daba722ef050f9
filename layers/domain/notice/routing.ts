import { seconds } from '../configuration/duration.ts';
import { type NoticeRoute, type Notifications, type Sparing, usualSparing } from '../configuration/notifications.ts';
import type { FeedEvent } from '../event/event.ts';
import { owns } from '../policy/match.ts';
import type { Service } from '../service/service.ts';
import type { Subscriber } from '../webhook/subscriber.ts';
import type { Matched } from './matcher.ts';

/** A subscriber whom `forestall.yml` names, and how they are spared. */
export interface Receiver {
  id: string;
  sparing: Sparing;
}

export type Owned = Pick<Service, 'name' | 'owner'>;

/** What an event can be matched by. An alert says by itself how bad it is. */
export function matchedOf(
  { event, service, severity, anomaly, action }: FeedEvent,
  services: readonly Owned[],
): Matched {
  const said = action?.parameters.severity;
  return {
    event,
    service,
    severity: severity ?? (typeof said === 'string' ? said : null),
    namespace: services.find(({ name }) => name === service)?.owner ?? null,
    metric: anomaly?.metric ?? action?.cause.metric ?? null,
    action: action?.type ?? null,
  };
}

/** The first route that fits an event. */
export function routeOf(
  event: FeedEvent,
  { routes }: Pick<Notifications, 'routes'>,
  services: readonly Owned[],
): NoticeRoute | undefined {
  const { severity } = matchedOf(event, services);
  const owned = event.service === null ? undefined : ownedOf(event.service, services);
  return routes.find(
    (route) =>
      (route.namespace === undefined || (owned !== undefined && owns(route.namespace, owned))) &&
      (route.services === undefined || (event.service !== null && route.services.includes(event.service))) &&
      (route.severity === undefined || route.severity.some((one) => one === severity)) &&
      (route.events === undefined || route.events.includes(event.event)),
  );
}
const ownedOf = (service: string, services: readonly Owned[]): Owned =>
  services.find(({ name }) => name === service) ?? { name: service, owner: null };

/** The subscribers that a name means: a target of `forestall.yml`, or whoever bears the name. */
export function meantBy(name: string, { targets }: Notifications, subscribers: readonly Subscriber[]): Receiver[] {
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  const wanted = target ? (target.integration ?? target.webhook) : name;
  return subscribers
    .filter(({ names }) => wanted !== undefined && names.includes(wanted))
    .map(({ id }) => ({ id, sparing: target ?? usualSparing }));
}

/** Who is to be told of an event by `forestall.yml`. An alert that names its receivers goes to these. */
export function receiversOf(
  event: FeedEvent,
  notifications: Notifications,
  { subscribers, services }: { subscribers: readonly Subscriber[]; services: readonly Owned[] },
): Receiver[] {
  const meant = (names: readonly string[]) => names.flatMap((name) => meantBy(name, notifications, subscribers));
  const own = event.action?.type === 'alert' ? event.action.parameters.to : undefined;
  const named = typeof own === 'string' ? meant([own]) : [];
  if (named.length > 0) return named;
  return meant(routeOf(event, notifications, services)?.to ?? notifications.default ?? []);
}

/** The subscribers whom `forestall.yml` names anywhere: these are told by its routes alone, all others of everything. */
export function routed(
  notifications: Notifications,
  subscribers: readonly Subscriber[],
): ReadonlyMap<string, Receiver> {
  const { targets, routes, default: otherwise = [] } = notifications;
  const names = [
    ...Object.keys(targets),
    ...otherwise,
    ...routes.flatMap(({ to, escalate }) => [...to, ...escalate.flatMap((step) => step.to)]),
  ];
  const found = new Map<string, Receiver>();
  for (const name of names) {
    for (const receiver of meantBy(name, notifications, subscribers)) {
      if (!found.has(receiver.id)) found.set(receiver.id, receiver);
    }
  }
  return found;
}

/** The names of those who are told next, by how many seconds after the first notice. */
export const stepsOf = ({ escalate }: Pick<NoticeRoute, 'escalate'>): { after: number; to: readonly string[] }[] =>
  escalate.map(({ after, to }) => ({ after: seconds(after), to })).sort((a, b) => a.after - b.after);
