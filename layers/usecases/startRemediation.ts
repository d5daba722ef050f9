import type { Policy } from '#domain/policy/policy.ts';
import type { Action, GuardResult } from '#domain/remediation/action.ts';
import { allPassed, judgeGuards } from '#domain/remediation/guards.ts';
import { changed, type Intent, newAction } from '#domain/remediation/newAction.ts';
import type { Service } from '#domain/service/service.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { toInstant } from '#domain/time.ts';
import { guardFacts, type World } from './guardFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { reserve } from './reserve.ts';

export interface Started {
  action: Action;
  outcome: 'started' | 'held' | 'taken';
}

/**
 * Asks the guards, reserves, claims and starts a remediation. The claim comes last and is conditional, so of any number of
 * repeats one starts it. A refusal is recorded with every guard's answer, and judged again while its cause lasts.
 */
export async function startRemediation(
  intent: Intent,
  { service, policy, past }: { service: Service; policy: Policy | null; past: readonly Action[] },
  world: World & { latest: readonly LatestValue[] },
  ports: RemediationPorts,
): Promise<Started> {
  const action = newAction(intent, world.latest, ports.clock.now());
  const facts = await guardFacts({ type: action.type, past, policy, service }, world, ports);
  const judged = judgeGuards(facts);
  if (!allPassed(judged)) return hold(action, judged, ports);
  const reserved = await reserve(action, policy, ports);
  const guards = [...judged, ...reserved];
  if (!allPassed(reserved)) return hold(action, guards, ports);
  const claim = await ports.actions.claim(
    changed({ ...action, guards, status: 'pending' }, 'every guard passed, claimed', ports.clock.now(), {}),
  );
  if (!claim.claimed && claim.action.status !== 'pending') return { action: claim.action, outcome: 'taken' };
  return { action: await launch(claim.action, ports), outcome: claim.claimed ? 'started' : 'taken' };
}

async function hold(
  action: Action,
  guards: GuardResult[],
  { actions, clock, log }: RemediationPorts,
): Promise<Started> {
  const why = guards
    .filter(({ passed }) => !passed)
    .map(({ reason }) => reason)
    .join('; ');
  const held: Action = {
    ...action,
    guards,
    status: 'held',
    timeline: [{ at: toInstant(clock.now()), what: `held: ${why}` }],
  };
  await actions.hold(held);
  log.info('action held', { id: held.id, type: held.type, service: held.service, why });
  return { action: held, outcome: 'held' };
}

/** Starts the execution of a claimed action. A crash before the mark is found by the sweep, which starts it again. */
export async function launch(action: Action, { workflow, actions, clock, log }: RemediationPorts): Promise<Action> {
  const execution = action.execution ?? action.id;
  await workflow.start(execution, action.id);
  const started = changed(action, 'workflow started', clock.now(), {
    status: 'started',
    execution,
    started_at: toInstant(clock.now()),
  });
  log.info('action started', { id: action.id, type: action.type, service: action.service });
  // another starter may have marked it already, or the workflow may be further on: both are ahead of this mark
  return (await actions.update(started)) ? started : ((await actions.get(action.id)) ?? started);
}
