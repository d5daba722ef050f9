import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { DecisionInputs } from '#domain/decision/decision.ts';
import { conditionOf, speaksOfOthers } from '#domain/policy/condition.ts';
import { type Judgement, judgePolicy } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { type Decided, decide } from './decide.ts';
import { type KeepPorts, keepDecision } from './keepDecision.ts';
import { readPolicyFacts } from './policyFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import type { Started } from './startRemediation.ts';
import { witness } from './witness.ts';

/** What one round judges every policy by. */
export type RoundFacts = DecisionInputs['facts'];

/** So many decisions to do nothing are kept a round: when a whole source falls silent, judging must not wait for records.
 *  What is left is kept by the next rounds, for it still differs from what stands. */
const MOST_KEPT = 300;

/**
 * Judges every enabled policy (for one service, or all) by the newest values and the open anomalies, starts what follows,
 * and keeps each decision that differs from the last. Run at each change of an anomaly and each minute; both derive the
 * same ids, so one acts.
 * @param known an anomaly just read from the stream, which an index may not show yet
 */
export const considerPolicies = (
  only: string | undefined,
  ports: RemediationPorts & KeepPorts,
  known?: Anomaly,
): Promise<Started[]> => {
  const { decisions, audit, ...asked } = ports;
  let room = MOST_KEPT;
  return considerRound(only, asked, known, async (judgement, facts) => {
    const seen = witness(asked);
    const decided = await decide(judgement, facts, seen.ports);
    if (room === 0 && decided.started.length === 0) return decided;
    try {
      const kept = await keepDecision(decided, judgement, { facts, seen, ports: asked }, { decisions, audit });
      if (kept !== undefined && room > 0) room -= 1;
    } catch (error) {
      // it is done already, and its actions tell of themselves: who cannot keep a record must not keep others from acting
      ports.log.error('a decision was not kept', { policy: judgement.policy.name, scope: judgement.scope, error });
    }
    return decided;
  });
};

/** One round: what there is to know is read once, then each judgement is decided on, one after another. */
export async function considerRound(
  only: string | undefined,
  ports: RemediationPorts,
  known: Anomaly | undefined,
  deciding: (judgement: Judgement, facts: RoundFacts) => Promise<Decided>,
): Promise<Started[]> {
  const policies = (await ports.policies.all()).filter(({ enabled }) => enabled);
  const facts = await readFacts(policies, ports, known);
  const judgements = policies
    .flatMap((policy) => judgePolicy(policy, facts.services, facts))
    .filter((judgement) => only === undefined || isAbout(only, judgement));
  const started: Started[] = [];
  const failed: unknown[] = [];
  for (const judgement of judgements) {
    try {
      started.push(...(await deciding(judgement, facts)).started);
    } catch (error) {
      failed.push(error); // one policy that cannot be followed must not keep the others from acting
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} policies could not be followed`);
  return started;
}

/** What happens at a service matters to the policies for it, to those for several at once, and where one speaks of others. */
function isAbout(changed: string, { policy, service, scope }: Judgement): boolean {
  if (service.name === changed || scope !== service.name) return true;
  const condition = conditionOf(policy.condition);
  return condition !== undefined && speaksOfOthers(condition);
}

async function readFacts(
  policies: readonly Policy[],
  ports: RemediationPorts,
  known: Anomaly | undefined,
): Promise<RoundFacts> {
  const now = ports.clock.now();
  const [services, open, latest] = await Promise.all([ports.services.all(), ports.anomalies.open(), ports.latest.of()]);
  const { told, ...asked } = await readPolicyFacts(policies, services, ports);
  const others = [...open, ...told].filter(({ id }) => id !== known?.id);
  const anomalies = known ? [...others, known] : others;
  return { now, services, anomalies, latest: withKnown(latest, known), ...asked };
}

/** An anomaly is written before the state that it was read from: until that is, its own value is the newer one. What is
 *  only foreseen, and what another system told, was read from no state. */
function withKnown(latest: readonly LatestValue[], known: Anomaly | undefined): readonly LatestValue[] {
  if (known?.status !== 'open' || known.kind === 'predicted_breach' || known.kind === 'external') return latest;
  const written = Date.parse(known.updated_at) / 1000;
  return latest.map((value) =>
    value.service === known.service && value.metric === known.metric && written >= value.at + 2 * value.step
      ? { ...value, value: known.current_value }
      : value,
  );
}
