import type { Configuration } from '../configuration/configuration.ts';
import { IntegrationType } from '../integration/integration.ts';
import { knownService } from '../service/name.ts';
import { conditionIn, leavesOf, metricIn, serviceIn } from './analysis/leaves.ts';
import { afterwardsOf, type Checked, stepsOf } from './checkActions.ts';
import type { PolicyDocument } from './document.ts';
import { owns } from './match.ts';
import { nearest } from './nearest.ts';
import { type DocumentFault, rungOf } from './normalise.ts';
import type { Policy } from './policy.ts';

/** What is known of a service when a policy about it is checked: a watched one, or what `forestall.yml` says of it. */
export interface KnownService {
  name: string;
  owner: string | null;
  protected: boolean;
  /** absent: not known here */
  may_act?: boolean;
  metrics?: readonly { metric: string }[];
}

/** What stands around a policy: the services that are known, and the targets that notices may go to. */
export interface Place {
  services: readonly KnownService[];
  /** nothing else is watched; otherwise tags may have made other services known */
  whole: boolean;
  targets: readonly string[];
}

/** What `forestall.yml` alone says: services that only a tag makes known are not in it. */
export const placeOf = ({ services, notifications }: Configuration): Place => ({
  services: Object.entries(services)
    .filter(([, { watch }]) => watch)
    .map(([name, { owner = null, protected: safe }]) => ({ name, owner, protected: safe })),
  whole: false,
  targets: Object.keys(notifications.targets),
});

/**
 * Checks a policy against what is there. A service that is not known yet is a warning; one that the namespace does not
 * own is a fault, for such a rule could never act.
 */
export function checkPlace(document: PolicyDocument, policy: Policy, place: Place): Checked {
  const { services, targets } = place;
  return {
    faults: ownership(policy, services),
    warnings: [
      ...strangers(policy, place),
      ...nothingOwned(policy, place),
      ...othersInCondition(document, policy, place),
      ...missingMetrics(document, policy, place),
      ...neverLet(policy, services),
      ...outOfReach(policy, place),
      ...unknownTargets(document, targets),
    ],
  };
}

const find = (name: string | null, services: readonly KnownService[]): KnownService | undefined => {
  if (name === null) return undefined;
  const known = knownService(
    name,
    services.map((service) => service.name),
  );
  return services.find((service) => service.name === known);
};

function ownership(policy: Policy, services: readonly KnownService[]): DocumentFault[] {
  const service = find(policy.service, services);
  if (!service || owns(policy.namespace, service, policy.services)) return [];
  const owner = service.owner === null ? 'no namespace' : `namespace ${service.owner}`;
  const message = `namespace ${policy.namespace} does not own ${service.name} (${owner} does): the policy could never act`;
  return [{ pointer: '/service', message }];
}

/** Where not all services are known, only a slip of the pen is told from a service that a tag makes known. */
function stranger(name: string, { services, whole }: Place): string | undefined {
  if (find(name, services)) return undefined;
  const names = services.map((service) => service.name);
  const near = nearest(name, names);
  if (near !== undefined && isSlip(name, near)) return `no service ${name} is known: did you mean ${near}?`;
  return whole ? `no service ${name} is watched yet (watched are: ${names.join(', ') || 'none'})` : undefined;
}

/** One letter more, less, other or elsewhere. */
const isSlip = (name: string, near: string): boolean =>
  Math.min(name.length, near.length) > 3 && sharedLetters(name, near) >= Math.max(name.length, near.length) - 1;

function sharedLetters(a: string, b: string): number {
  const left = [...b];
  return [...a].filter((letter) => {
    const at = left.indexOf(letter);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  }).length;
}

function strangers({ service }: Policy, place: Place): DocumentFault[] {
  const message = service === null ? undefined : stranger(service, place);
  return message === undefined ? [] : [{ pointer: '/service', message }];
}

function nothingOwned(policy: Policy, { services, whole }: Place): DocumentFault[] {
  if (!whole || policy.service !== null || policy.namespace === null) return [];
  if (services.some((service) => owns(policy.namespace, service, policy.services))) return [];
  const message = `namespace ${policy.namespace} owns none of the watched services, so this is about nothing: give it some by services, or name one`;
  return [{ pointer: '', message }];
}

/** Services that a condition names itself. */
function othersInCondition(document: PolicyDocument, policy: Policy, place: Place): DocumentFault[] {
  const pointer = document.when === undefined ? '/condition' : '/when';
  const text = policy.condition ?? '';
  return [...new Set(leavesOf(conditionIn(policy)).flatMap((leaf) => serviceIn(leaf) ?? []))].flatMap((name) => {
    const message = stranger(name, place);
    return message === undefined
      ? []
      : [
          {
            pointer,
            offset: Math.max(0, text.indexOf(`${name}.`)),
            message: `${message} What is asked of it stays unknown`,
          },
        ];
  });
}

/** A metric that no source gives for the service is never known, and what is unknown never fires. */
function missingMetrics(document: PolicyDocument, policy: Policy, place: Place): DocumentFault[] {
  const pointer = document.when === undefined ? '/condition' : '/when';
  const named = leavesOf(conditionIn(policy)).flatMap((leaf) => {
    const service = find(serviceIn(leaf) ?? policy.service, place.services);
    const metric = metricIn(leaf);
    const known = service?.metrics ?? [];
    if (!service || metric === null || known.length === 0 || known.some((one) => one.metric === metric)) return [];
    return [{ service: service.name, metric, known: known.map((one) => one.metric) }];
  });
  const texts = named.map(
    ({ service, metric, known }) =>
      `${service} has no ${metric}, so what is asked of it is unknown and never fires: it has ${[...new Set(known)].join(', ')}`,
  );
  return [...new Set(texts)].map((message) => ({ pointer, message }));
}

/** A repair that a guard would hold each time. */
function neverLet({ service: name, ladder }: Policy, services: readonly KnownService[]): DocumentFault[] {
  const service = find(name, services);
  if (!service || ladder.length === 0) return [];
  if (service.protected) {
    return [
      { pointer: '/service', message: `${service.name} is protected, so nothing is done to it: only tell of it` },
    ];
  }
  if (service.may_act !== false) return [];
  const message = `${service.name} does not carry the tag forestall:act, so nothing is done to it: set the tag`;
  return [{ pointer: '/service', message }];
}

/** More failing services than there are. */
function outOfReach({ trigger }: Policy, { services, whole }: Place): DocumentFault[] {
  if (trigger === null || !whole || services.length === 0 || trigger.threshold <= services.length) return [];
  const message = `${services.length} services are watched, so ${trigger.threshold} never fail at once: lower it`;
  return [{ pointer: '/trigger/threshold', message }];
}

/** Notices to whom nobody knows go the default way, which their author should know. */
function unknownTargets(document: PolicyDocument, targets: readonly string[]): DocumentFault[] {
  const named = [
    { target: document.notification, pointer: '/notification' },
    ...[...stepsOf(document), ...afterwardsOf(document)].map(({ written, pointer }) => {
      const { to } = rungOf(written).parameters;
      const short = typeof written === 'object' && typeof written.type !== 'string';
      return { target: to, pointer: short ? `${pointer}/alert` : `${pointer}/to` };
    }),
  ];
  return named.flatMap(({ target, pointer }) =>
    typeof target === 'string' && !targets.includes(target) && !IntegrationType.safeParse(target).success
      ? [
          {
            pointer,
            message: `forestall.yml names no notification target ${target}: unless an integration bears that name, its notices go the default way`,
          },
        ]
      : [],
  );
}
