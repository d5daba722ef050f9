import { seconds as inSeconds } from '#domain/configuration/configuration.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action, GuardResult } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { RemediationPorts } from './remediationPorts.ts';

/** A ladder holds its service for at most so long: an aborted execution runs no catch, so locks expire by themselves. */
export const LOCK_SECONDS = 1_200;

type Ports = Pick<RemediationPorts, 'reservations' | 'configuration' | 'clock'>;
interface Step {
  take(): Promise<GuardResult>;
  release(): Promise<void>;
}

/**
 * Reserves what an action needs, in the fixed order lock, cooldowns, budgets: each one conditional update that names the
 * intent. A refusal lets go of what was reserved before it; what cannot be read refuses.
 */
export async function reserve(action: Action, policy: Policy | null, ports: Ports): Promise<GuardResult[]> {
  const results: GuardResult[] = [];
  const taken: Step[] = [];
  for (const step of steps(action, policy, ports)) {
    const result = await step.take().catch(
      (error: unknown): GuardResult => ({
        guard: 'budget',
        passed: false,
        reason: `the control table cannot be written (${error instanceof Error ? error.name : 'unknown'}), so nothing is done`,
      }),
    );
    results.push(result);
    if (!result.passed) {
      await Promise.allSettled(taken.reverse().map((one) => one.release()));
      return results;
    }
    taken.push(step);
  }
  return results;
}

/** A later rung of a ladder: the lock and the cooldowns are its own already, the budgets count each rung. */
export async function reserveRung(action: Action, policy: Policy | null, ports: Ports): Promise<GuardResult[]> {
  const results: GuardResult[] = [];
  for (const step of budgets(action, policy, ports)) results.push(await step.take());
  return results;
}

function steps(action: Action, policy: Policy | null, ports: Ports): Step[] {
  return [lock(action, ports), ...cooldowns(action, policy, ports), ...budgets(action, policy, ports)];
}

function lock({ service, ladder }: Action, { reservations, clock }: Ports): Step {
  return {
    async take() {
      const got = await reservations.lockService(service, ladder, clock.now() + LOCK_SECONDS);
      const reason = got.ok
        ? `no other remediation of ${service} is under way`
        : `${got.by} is repairing ${service} now`;
      return { guard: 'one_at_a_time', passed: got.ok, reason };
    },
    release: () => reservations.unlockService(service, ladder),
  };
}

function cooldowns(
  { service, ladder, policy_id }: Action,
  policy: Policy | null,
  { reservations, configuration, clock }: Ports,
): Step[] {
  const seconds = policy?.cooldown_seconds ?? inSeconds(configuration.guards.cooldown);
  const names = policy_id === null ? [`target#${service}`] : [`policy#${policy_id}#${service}`, `target#${service}`];
  return names.map((name) => ({
    async take() {
      const got = await reservations.cool(name, ladder, clock.now() + seconds);
      const whose = name.startsWith('target') ? service : `this policy on ${service}`;
      const reason = got.ok
        ? `${whose} was left alone long enough`
        : `${whose} cools down until ${toInstant(Math.ceil(got.until))}`;
      return { guard: 'cooldown', passed: got.ok, reason };
    },
    release: () => reservations.uncool(name, ladder),
  }));
}

function budgets({ id, service }: Action, policy: Policy | null, { reservations, configuration }: Ports): Step[] {
  const { max_per_hour, fleet_max_per_hour } = configuration.guards;
  const limits: [string, number, string][] = [
    [`service#${service}`, policy?.max_per_hour ?? max_per_hour, service],
    ['fleet', fleet_max_per_hour, 'the fleet'],
  ];
  return limits.map(([name, limit, whose]) => ({
    async take() {
      const got = await reservations.spend(name, id, limit);
      const reason = got.ok
        ? `within the ${limit} actions an hour of ${whose}`
        : `${whose} had its ${limit} actions of this hour`;
      return { guard: 'budget', passed: got.ok, reason };
    },
    release: () => reservations.unspend(name, id),
  }));
}
