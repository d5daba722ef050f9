import { type DecisionInputs, decisionId, fingerprintOf } from '#domain/decision/decision.ts';
import type { Judgement } from '#domain/policy/match.ts';
import type { AuditTrail, Decisions } from '#ports';
import type { Decided } from './decide.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { outcomeText } from './replayDecision.ts';
import type { Witnessed } from './witness.ts';

export interface KeepPorts {
  decisions: Decisions;
  audit: AuditTrail;
}

/**
 * Keeps a decision with all that it saw, where it is another than the one that stood, and tells the audit of it. What is
 * kept is written first and what stands last: a crash in between has the next round do it again, under the same id.
 * @returns its id, where it was kept
 */
export async function keepDecision(
  { decision, started }: Decided,
  judgement: Judgement,
  { facts, seen, ports }: { facts: DecisionInputs['facts']; seen: Witnessed; ports: RemediationPorts },
  { decisions, audit }: KeepPorts,
): Promise<string | undefined> {
  const { policy, scope } = judgement;
  const fingerprint = fingerprintOf(decision);
  // that a condition does not hold is no news of one that nobody remembers to have held
  if (decision.outcome === 'no' && !decisions.remembers(policy.id, scope)) return undefined;
  const before = await decisions.standing(policy.id, scope);
  if (before?.fingerprint === fingerprint || (before === undefined && decision.outcome === 'no')) return undefined;
  const id = decisionId(decision, fingerprint, before?.decision_id);
  const { configuration, log: _log, clock: _clock, types, ...others } = ports;
  const inputs: DecisionInputs = {
    version: 1,
    scope,
    policy,
    facts,
    configuration,
    types: [...types.values()].map((type) => ({ ...type })),
    ports: Object.keys(others),
    began: seen.began,
    answers: seen.answers,
  };
  await decisions.write({ decision: { ...decision, id }, inputs, outcome: outcomeText({ decision, started }) });
  await audit.record([
    {
      id,
      at: decision.at,
      actor: `policy:${policy.id}`,
      action: 'decision.made',
      target: `service:${decision.service}`,
      detail: { ...decision },
    },
  ]);
  await decisions.stand(policy.id, scope, { decision_id: id, fingerprint }, before);
  return id;
}
