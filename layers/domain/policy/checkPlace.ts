import { seconds } from '../configuration/configuration.ts';
import { knownService } from '../service/name.ts';
import type { Service } from '../service/service.ts';
import type { Checked } from './checkActions.ts';
import type { PolicyDocument } from './document.ts';
import { owns } from './match.ts';
import type { DocumentFault } from './normalise.ts';
import type { Policy } from './policy.ts';

/** What stands around a policy: the services that are watched, and the targets that notices may go to. */
export interface Place {
  services: readonly Service[];
  targets: readonly string[];
}

/**
 * Checks a policy against what is there. A service that is not known yet is a warning; one that the namespace does not
 * own is a fault, for such a rule could never act.
 */
export function checkPlace(document: PolicyDocument, policy: Policy, { services, targets }: Place): Checked {
  const faults = [...ownership(policy, services), ...contradictions(document), ...notYet(document)];
  return { faults, warnings: [...strangers(policy, services), ...unknownTargets(policy, targets)] };
}

const find = (policy: Policy, services: readonly Service[]): Service | undefined => {
  if (policy.service === null) return undefined;
  const name = knownService(
    policy.service,
    services.map((service) => service.name),
  );
  return services.find((service) => service.name === name);
};

function ownership(policy: Policy, services: readonly Service[]): DocumentFault[] {
  const service = find(policy, services);
  if (!service || owns(policy.namespace, service)) return [];
  const owner = service.owner === null ? 'no namespace' : `namespace ${service.owner}`;
  const message = `namespace ${policy.namespace} does not own ${service.name} (${owner} does): the policy could never act`;
  return [{ pointer: '/service', message }];
}

function strangers(policy: Policy, services: readonly Service[]): DocumentFault[] {
  if (policy.service === null || find(policy, services)) return [];
  const watched = services.map(({ name }) => name).join(', ') || 'none';
  return [{ pointer: '/service', message: `no service ${policy.service} is watched yet (watched are: ${watched})` }];
}

/** Notices to a target that `forestall.yml` does not name go the default way, which their author should know. */
function unknownTargets({ notification, alerts, on_failure }: Policy, targets: readonly string[]): DocumentFault[] {
  const named = [notification, ...[...alerts, ...on_failure].map(({ parameters }) => parameters.to)];
  return [...new Set(named)]
    .filter((target) => typeof target === 'string')
    .filter((target) => !targets.includes(target))
    .map((target) => ({
      pointer: target === notification ? '/notification' : '/actions',
      message: `forestall.yml names no notification target ${target}: its notices go the default way`,
    }));
}

/** The guard of one name said twice: which of the two is meant cannot be told. */
function contradictions({ cooldown, guards }: PolicyDocument): DocumentFault[] {
  if (cooldown === undefined || guards?.cooldown === undefined) return [];
  if (seconds(cooldown) === seconds(guards.cooldown)) return [];
  const message = `cooldown says ${cooldown} and guards.cooldown says ${guards.cooldown}: give one`;
  return [{ pointer: '/cooldown', message }];
}

/** Guards that this version does not ask: to take them and act all the same would be a lie. */
function notYet({ guards }: PolicyDocument): DocumentFault[] {
  return (['windows', 'approval'] as const)
    .filter((guard) => guards?.[guard] !== undefined)
    .map((guard) => ({
      pointer: `/guards/${guard}`,
      message: `${guard} are not asked yet in this version, so a policy that counts on it is not taken`,
    }));
}
