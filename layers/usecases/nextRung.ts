import type { Policy } from '#domain/policy/policy.ts';
import type { Action, GuardResult } from '#domain/remediation/action.ts';
import type { Approval } from '#domain/remediation/approval.ts';
import { allPassed, inOrder, judgeGuards, wantedApproval } from '#domain/remediation/guards.ts';
import { changed, newAction } from '#domain/remediation/newAction.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { toInstant } from '#domain/time.ts';
import { guardFacts } from './guardFacts.ts';
import { go, type Next } from './next.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { reserveRung } from './reserve.ts';

/** The ladder's next rung, claimed; nothing where there is none or a guard holds it, which is recorded. */
export async function nextRung(
  action: Action,
  policy: Policy | undefined,
  ports: RemediationPorts,
): Promise<Next | undefined> {
  const what = policy?.ladder[action.rung + 1];
  if (!policy || !what || policy.trigger !== null) return undefined;
  const latest = await ports.latest.of([action.service]);
  const reason = `${action.type} did not help`;
  const { service, cause, attempt, ladder, requested_by } = action;
  const rung = action.rung + 1;
  const intent = { policy, service, cause, rung, attempt, what, reason, requestedBy: requested_by, ladder };
  const next = newAction(intent, latest, ports.clock.now());
  const { guards, approval } = await guardsOf(next, policy, latest, ports);
  if (!allPassed(guards)) {
    await ports.actions.hold({ ...next, guards });
    return undefined;
  }
  // while a person thinks about it, others may repair the service
  if (approval !== null) await ports.reservations.unlockService(service, ladder);
  const claimed = changed({ ...next, guards, approval }, 'next rung, claimed', ports.clock.now(), {
    status: 'started',
    execution: action.execution,
    started_at: toInstant(ports.clock.now()),
  });
  const { action: taken } = await ports.actions.claim(claimed);
  // claimed before a crash, and picked up by an execution of its own since: that one carries it
  return taken.execution === action.execution ? go(taken.id, 'admit') : go(action.id, 'end');
}

/** A rung is an action like any other: every guard is asked again, but those that its ladder has passed for all of it. */
async function guardsOf(
  next: Action,
  policy: Policy,
  latest: readonly LatestValue[],
  ports: RemediationPorts,
): Promise<{ guards: GuardResult[]; approval: Approval | null }> {
  const [services, anomalies] = await Promise.all([ports.services.all(), ports.anomalies.open()]);
  const service = services.find(({ name }) => name === next.service);
  if (!service) {
    const reason = `${next.service} is not watched any more`;
    return { guards: [{ guard: 'namespace_owns_service', passed: false, reason }], approval: null };
  }
  const past = await ports.actions.ofTarget(policy.id, service.name);
  const facts = await guardFacts({ action: next, past, policy, service }, { services, anomalies, latest }, ports);
  const judged = judgeGuards(facts);
  if (!allPassed(judged)) return { guards: judged, approval: null };
  const reserved = await reserveRung(next, policy, ports);
  return { guards: inOrder([...judged, ...reserved]), approval: wantedApproval(facts) };
}
