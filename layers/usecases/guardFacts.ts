import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action } from '#domain/remediation/action.ts';
import type { GuardFacts, Unreadable } from '#domain/remediation/guards.ts';
import { isHealthy } from '#domain/remediation/verdict.ts';
import type { Service } from '#domain/service/service.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import type { EcsServiceState } from '#ports';
import type { RemediationPorts } from './remediationPorts.ts';

/** What has been read of the world for one round of decisions. */
export interface World {
  services: readonly Service[];
  anomalies: readonly Anomaly[];
  latest: readonly LatestValue[];
}

/** Gathers what the guards look at. The kill switch is read here, strongly; unreadable counts as off. */
export async function guardFacts(
  {
    action,
    past,
    policy,
    service,
  }: { action: Action; past: readonly Action[]; policy: Policy | null; service: Service },
  { services, anomalies, latest }: World,
  ports: Pick<RemediationPorts, 'kill' | 'types' | 'ecs'>,
): Promise<GuardFacts> {
  const known = ports.types.get(action.type);
  const changes = known?.changes ?? true;
  const [kill, deploying] = await Promise.all([readSwitch(ports), changes ? isDeploying(service, ports) : false]);
  const troubled = inTrouble(anomalies);
  return {
    kill,
    policy,
    service,
    available: known !== undefined,
    changes,
    deploying,
    unhealthy: ownTrouble(services, troubled),
    watched: services.length,
    sickDependencies: service.depends_on.filter((one) => troubled.has(one)),
    metric: action.cause.metric,
    recovered: hasRecovered(action, latest),
    past,
  };
}

function hasRecovered({ service, cause }: Action, latest: readonly LatestValue[]): boolean {
  const now = latest.find((value) => value.service === service && value.metric === cause.metric);
  return cause.kind === 'anomaly' && now !== undefined && isHealthy(now.value, now, cause);
}

const readSwitch = ({ kill }: Pick<RemediationPorts, 'kill'>): Promise<GuardFacts['kill']> =>
  kill.read().catch(unreadable);

const isDeploying = (
  { workload }: Service,
  { ecs }: Pick<RemediationPorts, 'ecs'>,
): Promise<GuardFacts['deploying']> =>
  workload.platform === 'ecs'
    ? ecs.describe(workload.cluster, workload.service).then(hasOlder).catch(unreadable)
    : Promise.resolve(false);

/** While a deployment is under way, the ones before it are still there beside it. */
const hasOlder = (state: EcsServiceState | undefined): boolean =>
  state?.deployments.some(({ status }) => status === 'ACTIVE') ?? false;

const unreadable = (error: unknown): Unreadable => ({
  unreadable: error instanceof Error ? error.name : 'unknown error',
});

const inTrouble = (anomalies: readonly Anomaly[]): ReadonlySet<string> =>
  new Set(
    anomalies
      .filter(({ status, level, kind }) => status === 'open' && level === 'page' && kind !== 'predicted_breach')
      .map(({ service }) => service),
  );

/** Services unhealthy on their own account: none of what they call is in trouble too. */
const ownTrouble = (services: readonly Service[], troubled: ReadonlySet<string>): string[] =>
  services
    .filter(({ name, depends_on }) => troubled.has(name) && !depends_on.some((one) => troubled.has(one)))
    .map(({ name }) => name);
