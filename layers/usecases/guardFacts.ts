import { type Anomaly, type Severity, severityRank } from '#domain/anomaly/anomaly.ts';
import { conditionOf } from '#domain/policy/condition.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action } from '#domain/remediation/action.ts';
import { asksDeployment } from '#domain/remediation/asksDeployment.ts';
import { autonomyOf } from '#domain/remediation/autonomy.ts';
import type { GuardFacts, Unreadable } from '#domain/remediation/guards.ts';
import { isHealthy } from '#domain/remediation/healthy.ts';
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

type FactPorts = Pick<
  RemediationPorts,
  'kill' | 'silences' | 'types' | 'ecs' | 'autonomy' | 'backtests' | 'configuration' | 'clock'
>;

/** Gathers what the guards look at. The kill switch is read here, strongly; unreadable counts as off. */
export async function guardFacts(
  {
    action,
    past,
    policy,
    service,
  }: { action: Action; past: readonly Action[]; policy: Policy | null; service: Service },
  { services, anomalies, latest }: World,
  ports: FactPorts,
): Promise<GuardFacts> {
  const known = ports.types.get(action.type);
  const [kill, silences, state, autonomy] = await Promise.all([
    ports.kill.read().catch(unreadable),
    ports.silences.all().catch(unreadable),
    ecsState(service, ports),
    autonomyNow(action, policy, ports).catch(unreadable),
  ]);
  const troubled = inTrouble(anomalies);
  const tasks = state && ('unreadable' in state ? state : { desired: state.desired, running: state.running });
  const counted = tasks && !('unreadable' in tasks) ? tasks : { desired: 1, running: 1 };
  return {
    kill,
    policy,
    service,
    silences,
    type: action.type,
    available: known !== undefined,
    changes: known?.changes ?? true,
    deploying: state === null ? false : 'unreadable' in state ? state : hasOlder(state),
    duringDeployment: known?.duringDeployment ?? wantsDeployment(policy),
    tasks,
    takesOut: known?.takesOut?.(action.parameters, counted) ?? 0,
    blastRadius: policy?.blast_radius ?? ports.configuration.guards.blast_radius,
    autonomy,
    severity: severityOf(action, anomalies),
    approval: action.approval?.state ?? null,
    unhealthy: ownTrouble(services, troubled),
    watched: services.length,
    sickDependencies: service.depends_on.filter((one) => troubled.has(one)),
    cause: action.cause,
    now: ports.clock.now(),
    recovered: hasRecovered(action, latest),
    past,
  };
}

const wantsDeployment = (policy: Policy | null): boolean => {
  const condition = conditionOf(policy?.condition ?? null);
  return condition !== undefined && asksDeployment(condition);
};

/** What the policy may do by itself now, by its record; null where a person asks. */
async function autonomyNow(
  { service, type }: Action,
  policy: Policy | null,
  { autonomy, backtests, clock }: FactPorts,
): Promise<GuardFacts['autonomy']> {
  if (policy === null) return null;
  const record = await autonomy.read({ policyId: policy.id, service, type });
  // only what has to earn it, or to earn it back, is asked for its backtest
  const asked = policy.autonomy === 'earn' || record.outcomes.some(({ verdict }) => verdict === 'worse');
  const backtest = asked ? await backtests.latest(policy.id) : undefined;
  const { level, reason } = autonomyOf(policy, record, { backtest, now: clock.now() });
  return { level, reason };
}

/** How grave the cause is: the anomaly itself, or the gravest of what a condition is about; null where none is open. */
function severityOf({ cause, service }: Action, anomalies: readonly Anomaly[]): Severity | null {
  const about = cause.failing ?? [service];
  const [gravest] = anomalies
    .filter(({ id, status, service: of }) => id === cause.id || (status === 'open' && about.includes(of)))
    .sort((a, b) => Number(b.id === cause.id) - Number(a.id === cause.id) || rank(b) - rank(a));
  return gravest?.severity ?? null;
}
const rank = ({ severity }: Anomaly): number => severityRank[severity];

function hasRecovered({ service, cause }: Action, latest: readonly LatestValue[]): boolean {
  const now = latest.find((value) => value.service === service && value.metric === cause.metric);
  return cause.kind === 'anomaly' && now !== undefined && isHealthy(now.value, now, cause);
}

const ecsState = async (
  { workload }: Service,
  { ecs }: Pick<RemediationPorts, 'ecs'>,
): Promise<EcsServiceState | Unreadable | null> =>
  workload.platform === 'ecs'
    ? ecs
        .describe(workload.cluster, workload.service)
        .then((state) => state ?? null)
        .catch(unreadable)
    : null;

/** While a deployment is under way, the ones before it are still there beside it. */
const hasOlder = ({ deployments }: EcsServiceState): boolean => deployments.some(({ status }) => status === 'ACTIVE');

const unreadable = (error: unknown): Unreadable => ({
  unreadable: error instanceof Error ? error.name : 'unknown error',
});

export const inTrouble = (anomalies: readonly Anomaly[]): ReadonlySet<string> =>
  new Set(
    anomalies
      .filter(({ status, level, kind }) => status === 'open' && level === 'page' && kind !== 'predicted_breach')
      .map(({ service }) => service),
  );

/** Services unhealthy on their own account: none of what they call is in trouble too. */
export const ownTrouble = (services: readonly Service[], troubled: ReadonlySet<string>): string[] =>
  services
    .filter(({ name, depends_on }) => troubled.has(name) && !depends_on.some((one) => troubled.has(one)))
    .map(({ name }) => name);
