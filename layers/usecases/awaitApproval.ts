import type { Policy } from '#domain/policy/policy.ts';
import type { Action } from '#domain/remediation/action.ts';
import { type Approval, planHash } from '#domain/remediation/approval.ts';
import { allPassed, judgeGuards } from '#domain/remediation/guards.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { Plan } from './actionType.ts';
import { guardFacts } from './guardFacts.ts';
import { conclude, isOver, policyOf, read, write } from './ladder.ts';
import { go, type Next } from './next.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { reserveApproved } from './reserve.ts';

/** The machine's own time-out comes a little after ours, so that it finds the time over. */
const SLACK_SECONDS = 2;

/** A person's decision is there already, or is wanted no more: the machine goes on without waiting. */
export class NothingToAsk extends Error {
  override name = 'NothingToAsk';
}

const approvalOf = (action: Action): Approval => {
  if (action.approval === null) throw new Error(`${action.id} needs no approval`);
  return action.approval;
};

/** What a person is asked about: the plan, bound to what it was made from. */
export const hashOf = ({ type, service, parameters }: Action, plan: Plan): string =>
  planHash({ type, service, parameters, plan });

/** Asks about a plan that was just made. */
export async function planned(action: Action, plan: Plan, ports: RemediationPorts): Promise<Next> {
  const approval = approvalOf(action);
  const change = { plan, approval: { ...approval, hash: hashOf(action, plan) } };
  await write(changed(action, 'planned, a person is asked', ports.clock.now(), change), ports);
  return go(action.id, 'ask', approval.timeout_seconds + SLACK_SECONDS);
}

/** Where an action stands that was asked about and is not approved: it waits on, or will not happen. */
export async function notApproved(action: Action, ports: RemediationPorts): Promise<Next> {
  const approval = approvalOf(action);
  const { state, decided_by, note } = approval;
  if (state !== 'requested') return declined(action, `${state} by ${decided_by}${note ? `: ${note}` : ''}`, ports);
  const left = toEpoch(approval.expires_at ?? action.updated_at) - ports.clock.now();
  if (left > 0) return go(action.id, 'ask', Math.ceil(left) + SLACK_SECONDS);
  const minutes = Math.round(approval.timeout_seconds / 6) / 10;
  const late = { ...action, approval: { ...approval, state: 'timed_out' as const } };
  return declined(late, `nobody decided within ${minutes} min`, ports);
}

/** Writes why it will not happen, with whatever was decided, and ends it. */
const declined = (action: Action, reason: string, ports: RemediationPorts): Promise<Next> =>
  conclude(action, { verdict: null, reason }, ports);

/**
 * The task that waits: keeps the token by which it is woken, then asks. In this order, for who is asked must be heard; a
 * crash in between is tried again with a new token, and the newest one counts. Who decides writes the decision first and
 * reads the token then, so one of the two sees the other.
 * @throws NothingToAsk where it was decided already
 */
export async function ask(id: string, token: string, ports: RemediationPorts): Promise<void> {
  const isAsked = ({ approval }: Action) => approval?.state === 'requested';
  const action = await read(id, ports);
  if (isOver(action) || action.approval === null) throw new NothingToAsk();
  await ports.approvals.keep(id, token);
  if (action.approval.state === 'needed') await request(action, action.approval, ports);
  if (!isAsked(await read(id, ports))) throw new NothingToAsk();
}

async function request(action: Action, approval: Approval, ports: RemediationPorts): Promise<void> {
  const now = ports.clock.now();
  const asked: Approval = {
    ...approval,
    state: 'requested',
    asked_at: toInstant(now),
    expires_at: toInstant(now + approval.timeout_seconds),
  };
  const change = { status: 'awaiting_approval' as const, approval: asked };
  await write(changed(action, `a person is asked: ${approval.why}`, now, change), ports);
}

/**
 * After the approval: everything is asked once more, the lock is taken now, and what would be done has to be what was
 * approved. What stands in the way ends the action, and is told.
 * @returns where to go on instead; undefined where it may act
 */
export async function afterApproval(action: Action, plan: Plan, ports: RemediationPorts): Promise<Next | undefined> {
  const policy = await policyOf(action, ports);
  const why = await whatHolds(action, policy, plan, ports);
  return why === undefined ? undefined : conclude(action, { verdict: null, reason: `approved, but ${why}` }, ports);
}

async function whatHolds(
  action: Action,
  policy: Policy | undefined,
  plan: Plan,
  ports: RemediationPorts,
): Promise<string | undefined> {
  if (hashOf(action, plan) !== action.approval?.hash) return 'what would be done changed since';
  const judged = await judgedNow(action, policy ?? null, ports);
  if (judged !== undefined) return judged;
  const reserved = await reserveApproved(action, policy ?? null, ports);
  return allPassed(reserved) ? undefined : reasonsOf(reserved);
}

/** What the guards hold an action back for that was made some time ago; undefined where all of them pass. */
export async function judgedNow(
  action: Action,
  policy: Policy | null,
  ports: RemediationPorts,
): Promise<string | undefined> {
  const [services, anomalies, latest] = await Promise.all([
    ports.services.all(),
    ports.anomalies.open(),
    ports.latest.of(),
  ]);
  const service = services.find(({ name }) => name === action.service);
  if (!service) return `${action.service} is not watched any more`;
  if (action.policy_id !== null && policy === null) return 'its policy is no more';
  const past = policy === null ? [] : await ports.actions.ofTarget(policy.id, service.name);
  const before = past.filter(({ id }) => id !== action.id);
  const facts = await guardFacts({ action, past: before, policy, service }, { services, anomalies, latest }, ports);
  const judged = judgeGuards({ ...facts, approval: 'approved' });
  return allPassed(judged) ? undefined : reasonsOf(judged);
}

const reasonsOf = (results: readonly { passed: boolean; reason: string }[]): string =>
  results
    .filter(({ passed }) => !passed)
    .map(({ reason }) => reason)
    .join('; ');
