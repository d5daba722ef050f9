import type { Policy } from '#domain/policy/policy.ts';
import type { Action, GuardResult } from '#domain/remediation/action.ts';
import { allPassed, type GuardFacts, inOrder, judgeGuards, wantedApproval } from '#domain/remediation/guards.ts';
import { changed, type Intent, newAction } from '#domain/remediation/newAction.ts';
import type { Service } from '#domain/service/service.ts';
import { toInstant } from '#domain/time.ts';
import { guardFacts, type World } from './guardFacts.ts';
import { pageOnce } from './pageOnce.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { type Reserved, reserve, reserveRung, reserveToAsk } from './reserve.ts';

export interface Started {
  action: Action;
  outcome: 'started' | 'held' | 'taken';
}

export interface Target {
  service: Service;
  policy: Policy | null;
  /** ended actions of this policy on this service, newest first */
  past: readonly Action[];
  /** its ladder has just begun with another action, whose lock and cooldowns are its own too */
  joins?: boolean;
}

/**
 * Asks the guards, reserves, claims and starts a remediation. The claim comes last and is conditional, so of any number of
 * repeats one starts it. A refusal is recorded with every guard's answer, and judged again while its cause lasts.
 */
export async function startRemediation(
  intent: Intent,
  { service, policy, past, joins = false }: Target,
  world: World,
  ports: RemediationPorts,
): Promise<Started> {
  const made = newAction(intent, world.latest, ports.clock.now());
  const facts = await guardFacts({ action: made, past, policy, service }, world, ports);
  const judged = judgeGuards(facts);
  if (!allPassed(judged)) return hold(made, judged, facts, ports);
  const action: Action = { ...made, approval: wantedApproval(facts) };
  const reserved: Reserved = await reserveFor(action, policy, joins, ports);
  if (reserved.taken === 'at_work') return { action, outcome: 'taken' };
  if (reserved.taken) return { action: await startedAgain(reserved.taken, ports), outcome: 'taken' };
  const guards = inOrder([...judged, ...reserved.guards]);
  if (!allPassed(reserved.guards)) return hold(action, guards, facts, ports);
  // its execution has its name from the claim on: who finds the claim knows what to look for
  const change = { guards, status: 'pending' as const, execution: action.id };
  const claim = await ports.actions.claim(changed(action, 'every guard passed, claimed', ports.clock.now(), change));
  if (!claim.claimed) return { action: await startedAgain(claim.action, ports), outcome: 'taken' };
  return { action: await launch(claim.action, ports), outcome: 'started' };
}

async function reserveFor(
  action: Action,
  policy: Policy | null,
  joins: boolean,
  ports: RemediationPorts,
): Promise<Reserved> {
  if (joins) return { guards: await reserveRung(action, policy, ports) };
  return action.approval === null ? reserve(action, policy, ports) : reserveToAsk(action, policy, ports);
}

/** A claim that is still pending may have lost its starter: it is started again with the same bytes. */
const startedAgain = async (action: Action, ports: RemediationPorts): Promise<Action> =>
  action.status === 'pending' ? launch(action, ports) : action;

async function hold(
  action: Action,
  guards: GuardResult[],
  facts: GuardFacts,
  ports: RemediationPorts,
): Promise<Started> {
  const { actions, clock, log } = ports;
  const why = guards
    .filter(({ passed }) => !passed)
    .map(({ reason }) => reason)
    .join('; ');
  const held: Action = {
    ...action,
    guards,
    approval: null, // whether a person has to be asked is judged anew
    status: 'held',
    timeline: [{ at: toInstant(clock.now()), what: `held: ${why}` }],
  };
  await actions.hold(held);
  await pageOnce(held, facts, ports);
  log.info('action held', { id: held.id, type: held.type, service: held.service, why });
  return { action: held, outcome: 'held' };
}

/** Starts the execution of a claimed action. A crash before the mark is found by the sweep, which starts it again. */
export async function launch(action: Action, { workflow, actions, clock, log }: RemediationPorts): Promise<Action> {
  const execution = action.execution ?? action.id;
  await workflow.start(execution, action.id);
  const started = changed(action, 'workflow started', clock.now(), {
    status: 'started',
    started_at: toInstant(clock.now()),
  });
  log.info('action started', { id: action.id, type: action.type, service: action.service });
  // another starter may have marked it already, or the workflow may be further on: both are ahead of this mark
  return (await actions.update(started)) ? started : ((await actions.get(action.id)) ?? started);
}
