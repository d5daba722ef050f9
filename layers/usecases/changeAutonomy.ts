import { targetsOf } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type AutonomyNow, autonomyOf, type Word } from '#domain/remediation/autonomy.ts';
import { toInstant } from '#domain/time.ts';
import type { AutonomyKey } from '#ports';
import { canonicalName } from './canonicalName.ts';
import { mayChange } from './mayChange.ts';
import type { RemediationPorts } from './remediationPorts.ts';

export interface AutonomyChange {
  policyId: string;
  wanted: 'promote' | 'demote';
  /** one service, or all that the policy looks after */
  service: string | undefined;
  /** one type of action, or each of the policy's ladder */
  type: string | undefined;
  reason: string;
  by: string;
  namespaces: readonly string[] | null;
}
export interface TargetAutonomy extends AutonomyNow {
  service: string;
  type: string;
}
export type AutonomyChanged =
  | { outcome: 'changed'; targets: TargetAutonomy[] }
  | { outcome: 'unknown' }
  | { outcome: 'foreign'; service: string }
  | { outcome: 'refused'; reason: string; targets: TargetAutonomy[] };

type Ports = Pick<RemediationPorts, 'policies' | 'services' | 'autonomy' | 'backtests' | 'clock'>;

/**
 * A person's word on what a policy may do by itself. A demotion holds until a person lifts it. A promotion lifts what stands
 * against a policy, a harm or a demotion, and no more: it never raises it above what it declares, and what is to be earned
 * is earned by the record and a backtest alone, which the refusal then names.
 */
export async function changeAutonomy(change: AutonomyChange, ports: Ports): Promise<AutonomyChanged> {
  const policy = await ports.policies.get(change.policyId);
  if (!policy) return { outcome: 'unknown' };
  const keys = await keysOf(policy, change, ports);
  for (const { service } of keys) {
    if (!(await mayChange(change.namespaces, service, ports.services))) return { outcome: 'foreign', service };
  }
  if (keys.length === 0) return { outcome: 'refused', reason: 'the policy acts on nothing like that', targets: [] };
  const at = toInstant(ports.clock.now());
  const { by, reason } = change;
  const word: Word = { level: change.wanted === 'demote' ? 'suggest' : 'lifted', by, reason, at };
  if (change.wanted === 'promote') {
    const would = await Promise.all(keys.map((key) => autonomyFor(policy, key, word, ports)));
    const short = would.filter(({ level }) => level !== 'auto');
    if (short.length > 0) {
      const why = short.map((one) => `${one.type} of ${one.service}: ${one.reason}`).join('; ');
      return { outcome: 'refused', reason: why, targets: would };
    }
  }
  for (const key of keys) await ports.autonomy.say(key, word);
  return { outcome: 'changed', targets: await Promise.all(keys.map((key) => autonomyFor(policy, key, null, ports))) };
}

async function keysOf(policy: Policy, { service, type }: AutonomyChange, ports: Ports): Promise<AutonomyKey[]> {
  const all = targetsOf(policy, await ports.services.all()).map(({ name }) => name);
  const wanted = service === undefined ? undefined : await canonicalName(service, ports.services);
  const services = all.filter((name) => wanted === undefined || name === wanted);
  const types = [...new Set(policy.ladder.map((rung) => rung.type))].filter(
    (one) => type === undefined || one === type,
  );
  return services.flatMap((name) => types.map((one) => ({ policyId: policy.id, service: name, type: one })));
}

/** @param word what a person would say; null: what they said */
async function autonomyFor(
  policy: Policy,
  key: AutonomyKey,
  word: Word | null,
  { autonomy, backtests, clock }: Ports,
): Promise<TargetAutonomy> {
  const [record, backtest] = await Promise.all([autonomy.read(key), backtests.latest(policy.id)]);
  const said = word === null ? record : { ...record, word };
  return { ...key, ...autonomyOf(policy, said, { backtest, now: clock.now() }) };
}
