import { randomUUID } from 'node:crypto';
import { seconds as inSeconds } from '#domain/configuration/configuration.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action, GuardName, GuardResult } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { RemediationPorts } from './remediationPorts.ts';

/** A ladder holds its service for so long after each of its steps: an aborted execution runs no catch, so locks expire. */
export const LOCK_SECONDS = 1_200;
/** From the lock to the workflow's first task: whoever dies in between holds the service no longer than this, and no
 *  function lives as long. */
const ATTEMPT_SECONDS = 60;

type Ports = Pick<RemediationPorts, 'reservations' | 'configuration' | 'clock' | 'actions'>;
interface Step {
  guard: GuardName;
  take(): Promise<{ passed: boolean; reason: string }>;
  release(): Promise<void>;
}

export interface Reserved {
  guards: GuardResult[];
  /** the action was claimed meanwhile, or another worker is reserving for it: nothing is held, nothing to be done here */
  taken?: Action | 'at_work';
}

/**
 * Reserves what an action needs, in the fixed order lock, cooldowns, budgets: each one conditional update that names the
 * intent. Only one worker reserves for an intent at a time, under a short lock of its own, so that what one of them lets
 * go of is never what another relies on. A refusal lets go of what was reserved before it; what cannot be read refuses.
 */
export function reserve(action: Action, policy: Policy | null, ports: Ports): Promise<Reserved> {
  const steps = [...cooldowns(action, policy, ports), ...budgets(action, policy, ports)];
  return reserveUnder(action.service, steps, action, ports);
}

/**
 * For an action that waits for a person first. The service stays free for others meanwhile: that nobody holds it is only
 * looked at, so that no person is asked about what cannot be done; its lock and cooldown are taken after the approval.
 */
export async function reserveToAsk(action: Action, policy: Policy | null, ports: Ports): Promise<Reserved> {
  const steps = [
    isFree(action, ports),
    ...cooldowns(action, policy, ports).filter(({ of }) => of === 'policy'),
    ...budgets(action, policy, ports),
  ];
  return reserveUnder(`ask#${action.id}`, steps, action, ports);
}

/** After the approval: all that an action needs, taken by its ladder. What it reserved to ask is its own already. */
export const reserveApproved = (action: Action, policy: Policy | null, ports: Ports): Promise<GuardResult[]> =>
  takeAll([
    lockStep(action.service, action.ladder, ports, LOCK_SECONDS),
    ...cooldowns(action, policy, ports),
    ...budgets(action, policy, ports),
  ]);

/** @param name what only one worker holds at a time: the service, or what is asked */
async function reserveUnder(name: string, steps: readonly Step[], action: Action, ports: Ports): Promise<Reserved> {
  const { ladder } = action;
  const attempt = `${ladder}:${randomUUID()}`;
  const lock = lockStep(name, attempt, ports, ATTEMPT_SECONDS);
  const locked = await tried(lock);
  if (!locked.passed) {
    if (locked.by === ladder) return { guards: [], taken: (await claimed(action, ports)) ?? 'at_work' };
    await Promise.allSettled([lock.release()]);
    return { guards: [guardOf(locked)] };
  }
  const there = await claimed(action, ports);
  if (there) {
    await ports.reservations.unlockService(name, attempt);
    return { guards: [], taken: there };
  }
  // a worker that slept longer than its lock lets go of nothing: another may have claimed with it meanwhile
  const stillLocked = async () => (await lock.take()).passed;
  const rest = await takeAll(steps, stillLocked);
  if (rest.some(({ passed }) => !passed)) await Promise.allSettled([lock.release()]);
  // of the service's lock it is told; that nobody else asks the same thing is no guard
  return { guards: name === action.service ? [guardOf(locked), ...rest] : rest };
}

/** A later rung of a ladder: the lock and the cooldowns are its own already, the budgets count each rung. */
export const reserveRung = (action: Action, policy: Policy | null, ports: Ports): Promise<GuardResult[]> =>
  takeAll(budgets(action, policy, ports));

/** Gives back what an action that did nothing had of the budgets. */
export async function unspend({ id, service }: Action, { reservations }: Pick<Ports, 'reservations'>): Promise<void> {
  for (const name of budgetNames(service)) await reservations.unspend(name, id);
}

async function claimed({ id }: Action, { actions }: Ports): Promise<Action | undefined> {
  const there = await actions.get(id);
  return there && there.status !== 'held' ? there : undefined;
}

async function takeAll(steps: readonly Step[], mayRelease = async () => true): Promise<GuardResult[]> {
  const results: GuardResult[] = [];
  for (const [index, step] of steps.entries()) {
    const result = await tried(step);
    results.push(guardOf(result));
    if (result.passed) continue;
    // the refused step too: a write whose answer was lost may have been done
    const undone = steps.slice(0, index + 1).toReversed();
    if (await mayRelease().catch(() => false)) await Promise.allSettled(undone.map((one) => one.release()));
    return results;
  }
  return results;
}

type Result = GuardResult & { by?: string };
const guardOf = ({ guard, passed, reason }: Result): GuardResult => ({ guard, passed, reason });

async function tried({ guard, take }: { guard: GuardName; take(): Promise<Omit<Result, 'guard'>> }): Promise<Result> {
  try {
    return { guard, ...(await take()) };
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown error';
    return { guard, passed: false, reason: `the control table cannot be written (${why}), so nothing is done` };
  }
}

function lockStep(name: string, intent: string, { reservations, clock }: Ports, seconds: number) {
  return {
    guard: 'one_at_a_time' as const,
    async take() {
      const got = await reservations.lockService(name, intent, clock.now() + seconds);
      if (got.ok) return { passed: true, reason: `no other remediation of ${name} is under way` };
      const by = got.by.split(':')[0];
      return { passed: false, by, reason: `${by} is repairing ${name} now` };
    },
    release: () => reservations.unlockService(name, intent),
  };
}

/** Looks, and takes nothing. */
function isFree({ service, ladder }: Action, { reservations }: Ports): Step {
  return {
    guard: 'one_at_a_time',
    async take() {
      const lock = await reservations.holder('lock', service);
      const by = lock?.intent.split(':')[0];
      if (by !== undefined && by !== ladder) return { passed: false, reason: `${by} is repairing ${service} now` };
      const cooldown = await reservations.holder('cooldown', `target#${service}`);
      if (cooldown === undefined || cooldown.intent === ladder) {
        return { passed: true, reason: `no other remediation of ${service} is under way` };
      }
      return { passed: false, reason: `${service} cools down until ${toInstant(Math.ceil(cooldown.until))}` };
    },
    release: async () => {},
  };
}

function cooldowns(
  { service, ladder, policy_id }: Action,
  policy: Policy | null,
  { reservations, configuration, clock }: Ports,
): (Step & { of: 'policy' | 'target' })[] {
  const seconds = policy?.cooldown_seconds ?? inSeconds(configuration.guards.cooldown);
  const names = policy_id === null ? [`target#${service}`] : [`policy#${policy_id}#${service}`, `target#${service}`];
  return names.map((name) => ({
    guard: 'cooldown',
    of: name.startsWith('policy') ? 'policy' : 'target',
    async take() {
      const got = await reservations.cool(name, ladder, clock.now() + seconds);
      const whose = name.startsWith('target') ? service : `this policy on ${service}`;
      const reason = got.ok
        ? `${whose} was left alone long enough`
        : `${whose} cools down until ${toInstant(Math.ceil(got.until))}`;
      return { passed: got.ok, reason };
    },
    release: () => reservations.uncool(name, ladder),
  }));
}

const budgetNames = (service: string): readonly [string, string] => [`service#${service}`, FLEET];
/** The budget that all services share. */
export const FLEET = 'fleet';

function budgets({ id, service }: Action, policy: Policy | null, { reservations, configuration }: Ports): Step[] {
  const { max_per_hour, fleet_max_per_hour } = configuration.guards;
  const [own, fleet] = budgetNames(service);
  const limits: [string, number, string][] = [
    [own, policy?.max_per_hour ?? max_per_hour, service],
    [fleet, fleet_max_per_hour, 'the fleet'],
  ];
  return limits.map(([name, limit, whose]) => ({
    guard: 'budget',
    async take() {
      const got = await reservations.spend(name, id, limit);
      const reason = got.ok
        ? `within the ${limit} actions an hour of ${whose}`
        : `${whose} had its ${limit} actions of this hour`;
      return { passed: got.ok, reason };
    },
    release: () => reservations.unspend(name, id),
  }));
}
