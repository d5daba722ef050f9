import { Duration, seconds } from '#domain/configuration/configuration.ts';
import { isStale } from '#domain/policy/evaluate.ts';
import { bestWithout } from '#domain/prediction/without.ts';
import type { Action } from '#domain/remediation/action.ts';
import { NEVER_REMOVES, removesCapacity } from '#domain/remediation/capacity.ts';
import { changed, readingOf } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { ActionBusy, ActionDrift, ActionHeld, type ActionTools, type ActionType, type Planned } from './actionType.ts';
import { afterApproval, planned as askFor, notApproved } from './awaitApproval.ts';
import { baselineOf } from './baseline.ts';
import {
  afterwards,
  conclude,
  type EndStatus,
  end,
  escalate,
  followUp,
  isOver,
  policyOf,
  read,
  undoDue,
  write,
} from './ladder.ts';
import { go, type Next } from './next.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { LOCK_SECONDS, reserveRung } from './reserve.ts';
import { undoIntent, undoLater } from './undoLater.ts';

/** How often the workflow looks again while an action takes effect; waiting is not billed. */
export const LOOK_AGAIN_SECONDS = 5;

export function typeOf(action: Action, { types }: RemediationPorts): ActionType {
  const type = types.get(action.type);
  if (!type) throw new Error(`this version has no action type ${action.type}`);
  return type;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** The guards of the last moment: the service's consent, that it is held by this ladder and no other, and the switch, read
 *  strongly. No answer means no. */
export function toolsFor(action: Action, ports: RemediationPorts): ActionTools {
  return {
    id: action.id,
    now: ports.clock.now(),
    trigger: { failing: action.cause.failing ?? [] },
    async mayChange() {
      const service = await ports.services.get(action.service).catch((error: unknown) => {
        throw new ActionHeld(`whether ${action.service} may be changed cannot be read (${nameOf(error)})`);
      });
      if (!service?.may_act) throw new ActionHeld(`${action.service} does not carry the tag forestall:act`);
      const held = await holdService(action, ports).catch((error: unknown) => {
        throw new ActionHeld(`${action.service} cannot be locked (${nameOf(error)})`);
      });
      if (!held.ok) throw new ActionHeld(`${held.by.split(':')[0]} is repairing ${action.service} now`);
      // last, so that nothing but the change itself comes after it: one try, one second
      const kill = await ports.kill.read().catch((error: unknown) => {
        throw new ActionHeld(`the kill switch cannot be read (${nameOf(error)})`);
      });
      if (!kill.enabled) throw new ActionHeld(`switched off: ${kill.reason}`);
    },
  };
}

/** Takes the service's lock over from the attempt that claimed the action, or keeps it for longer. */
const holdService = (action: Action, { reservations, clock }: RemediationPorts) =>
  reservations.lockService(
    action.service,
    isOver(action) ? undoIntent(action) : action.ladder,
    clock.now() + LOCK_SECONDS,
  );

/** First task: plans what will change, asks a person where one has to be asked, and plans again after that. A workflow
 *  begun again goes on where the one before it stopped. */
export async function admit(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  if (action.verdict_reason !== null) return followUp(action, ports);
  const state = action.approval?.state ?? 'approved';
  if (state !== 'approved' && state !== 'needed') return notApproved(action, ports);
  const justApproved = action.status === 'awaiting_approval';
  if (state === 'approved' && !justApproved) {
    const held = await holdService(action, ports);
    if (!held.ok) return stop(action, `${held.by.split(':')[0]} is repairing ${action.service} now`, ports);
    if (action.acted_at !== null) return go(id, 'verify');
    if (action.plan !== null) return go(id, 'act');
  }
  const planned = await planNow(action, ports);
  if ('stopped' in planned) return stop(action, planned.stopped, ports);
  if (planned.nothing !== undefined) {
    return conclude(action, { verdict: 'no_effect', reason: `nothing to do: ${planned.nothing}` }, ports);
  }
  const { plan } = planned;
  if (action.cause.kind === 'forecast' && removesCapacity(plan)) return stop(action, NEVER_REMOVES, ports);
  if (state === 'needed') return askFor(action, plan, ports);
  const instead = justApproved ? await afterApproval(action, plan, ports) : undefined;
  if (instead) return instead;
  // what it is compared with is how things are just before it, not when its cause was seen
  const before = readingOf(action.service, action.cause.metric, await ports.latest.of([action.service]));
  const change = {
    plan: { ...plan, ...(await without(action, ports)) },
    status: 'started' as const,
    started_at: action.started_at ?? toInstant(ports.clock.now()), // whoever started it may not have marked it yet
    before: before ?? action.before,
    baseline: await baselineOf(action, ports),
  };
  await write(changed(action, justApproved ? 'approved' : 'planned', ports.clock.now(), change), ports);
  return go(id, 'act');
}

/** What would be done now; a look, that changes nothing. */
export async function planNow(action: Action, ports: RemediationPorts): Promise<Planned | { stopped: string }> {
  const service = await ports.services.get(action.service);
  if (!service) return { stopped: `${action.service} is not watched any more` };
  return typeOf(action, ports).plan(service, action.parameters, toolsFor(action, ports));
}

/** Of what was foreseen, how well its metric could stand by itself when this is to have helped: read now, because the
 *  forecasts after it will know of it. */
async function without({ cause, service }: Action, ports: RemediationPorts): Promise<{ without?: number }> {
  if (cause.kind !== 'forecast') return {};
  try {
    const found = (await ports.predictions.all()).find((one) => one.service === service && one.metric === cause.metric);
    const now = ports.clock.now();
    const at = now + seconds(ports.configuration.verify.within);
    const value = found && bestWithout(found, cause.direction, { now, at });
    return value === undefined ? {} : { without: value };
  } catch (error) {
    ports.log.error('the forecast cannot be read: the action is judged by the usual band', { service, error });
    return {};
  }
}

/** Second task: does it. Its budgets count from now, however long it was on its way. A repeat finds it done; a guard of the last moment, or somebody's change, ends it here. */
export async function act(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  if (action.verdict_reason !== null) return followUp(action, ports);
  if (action.acted_at !== null) return go(id, 'verify');
  if (action.plan === null) return go(id, 'admit');
  const budgets = await reserveRung(action, (await policyOf(action, ports)) ?? null, ports);
  const spent = budgets.find(({ passed }) => !passed);
  if (spent) return stop(action, spent.reason, ports);
  try {
    await typeOf(action, ports).act(action.plan, actingTools(action, ports));
  } catch (error) {
    if (error instanceof ActionBusy && isPatient(action.started_at, ports)) return go(id, 'wait', LOOK_AGAIN_SECONDS);
    if (spokeAtLast(error)) return stop(action, error.message, ports);
    throw error;
  }
  const now = ports.clock.now();
  const done = { status: 'acting' as const, acted_at: toInstant(now), lease_until: leaseOf(action, ports) };
  await write(changed(action, `${action.type} is running`, now, done), ports);
  return go(id, 'wait', LOOK_AGAIN_SECONDS);
}

/** Somebody else's change is waited for so long. */
const PATIENT_SECONDS = 90;
const isPatient = (since: string | null, { clock }: RemediationPorts): boolean =>
  since !== null && clock.now() - Date.parse(since) / 1000 < PATIENT_SECONDS;

const spokeAtLast = (error: unknown): error is Error =>
  error instanceof ActionHeld || error instanceof ActionDrift || error instanceof ActionBusy;

/** Before something is done, also: that its cause is still seen. Taking back needs no fresh value. */
function actingTools(action: Action, ports: RemediationPorts): ActionTools {
  const tools = toolsFor(action, ports);
  const { metric, kind } = action.cause;
  return {
    ...tools,
    async mayChange() {
      const latest = await ports.latest.of([action.service]).catch((error: unknown) => {
        throw new ActionHeld(`whether its cause lasts cannot be read (${nameOf(error)})`);
      });
      const seen = latest.find((one) => one.service === action.service && one.metric === metric);
      if (kind !== 'manual' && seen && isStale(seen, ports.clock.now()))
        throw new ActionHeld(`${metric} was last seen at ${toInstant(seen.at)}: nothing is done on old news`);
      await tools.mayChange();
    },
  };
}

/** When it is to be taken back by itself; null where it is for good, or cannot be taken back. */
function leaseOf(action: Action, ports: RemediationPorts): string | null {
  const lease = Duration.safeParse(action.parameters.lease);
  if (!lease.success || typeOf(action, ports).undo === undefined) return null;
  return toInstant(ports.clock.now() + seconds(lease.data));
}

/** Takes an action back, if nobody changed it since, and calls a person, unless it was a person who wanted it. */
export async function undo(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) {
    if (!undoDue(action, ports.clock.now())) return afterwards(action, ports);
    return undoLater(action, typeOf(action, ports), toolsFor(action, ports), ports);
  }
  if (action.verdict_reason === null) {
    if (action.undo?.state !== 'asked') return go(id, 'verify');
    const reason = `rolled back by ${action.undo.by}: ${action.undo.reason}`;
    return conclude(action, { verdict: 'inconclusive', reason }, ports);
  }
  const taken = await takeBack(action, ports);
  if (taken === 'busy') return go(id, 'wait', LOOK_AGAIN_SECONDS);
  const { status, what, undone } = taken;
  const over = { ...action, verdict_reason: `${action.verdict_reason}; ${what}`, undo: undone };
  if (status === 'rolled_back' && action.undo !== null) return end(over, status, ports);
  return escalate(over, status, await policyOf(action, ports), ports);
}

type TakenBack = { status: EndStatus; what: string; undone: Action['undo'] };

async function takeBack(action: Action, ports: RemediationPorts): Promise<TakenBack | 'busy'> {
  const type = typeOf(action, ports);
  const at = toInstant(ports.clock.now());
  const asked = action.undo ?? { by: 'verdict', reason: `${action.verdict_reason}`, asked_at: at, tries: 0 };
  const undone = (state: 'done' | 'refused') => ({ ...asked, state, ended_at: at });
  if (!type.undo || action.plan === null) {
    const what = `it cannot be undone: ${type.withoutUndo ?? 'it has no plan'}`;
    return { status: 'escalated', what, undone: undone('refused') };
  }
  try {
    await type.undo(action.plan, toolsFor(action, ports));
    return { status: 'rolled_back', what: 'undone', undone: undone('done') };
  } catch (error) {
    if (error instanceof ActionBusy && isPatient(action.updated_at, ports)) return 'busy';
    if (!spokeAtLast(error)) throw error;
    const what = `it was not undone: ${error.message}`;
    // a lease takes back later what a guard holds now; somebody's own change stays
    return { status: 'escalated', what, undone: error instanceof ActionDrift ? undone('refused') : null };
  }
}

/** After an error that no retry mended: the action ends as failed, and a person is told. */
export async function finish(id: string, error: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  const failed = `the workflow failed: ${error}`;
  if (action.verdict_reason === null) return stop(action, failed, ports);
  const reason = `${action.verdict_reason}; ${failed}`;
  return escalate({ ...action, verdict_reason: reason }, 'failed', await policyOf(action, ports), ports);
}

/** Ends an action before its time: what was begun is of unknown effect, what was not has no verdict. */
export const stop = (action: Action, reason: string, ports: RemediationPorts): Promise<Next> =>
  conclude(action, { verdict: action.acted_at === null ? null : 'inconclusive', reason }, ports);
