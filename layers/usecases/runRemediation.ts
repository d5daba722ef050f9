import { seconds } from '#domain/configuration/configuration.ts';
import { bestWithout } from '#domain/prediction/without.ts';
import type { Action } from '#domain/remediation/action.ts';
import { NEVER_REMOVES, removesCapacity } from '#domain/remediation/capacity.ts';
import { changed, readingOf } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { ActionDrift, ActionHeld, type ActionTools, type ActionType } from './actionType.ts';
import {
  afterwards,
  conclude,
  type EndStatus,
  escalate,
  followUp,
  go,
  isOver,
  type Next,
  policyOf,
  read,
  write,
} from './ladder.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { LOCK_SECONDS } from './reserve.ts';

/** How often the workflow looks again while an action takes effect; waiting is not billed. */
export const LOOK_AGAIN_SECONDS = 5;

export function typeOf(action: Action, { types }: RemediationPorts): ActionType {
  const type = types.get(action.type);
  if (!type) throw new Error(`this version has no action type ${action.type}`);
  return type;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** The guards of the last moment: the switch, read strongly, the service's consent, and that the service is held by
 *  this ladder and no other. No answer means no. */
export function toolsFor(action: Action, ports: RemediationPorts): ActionTools {
  return {
    now: ports.clock.now(),
    trigger: { failing: [] },
    async mayChange() {
      const kill = await ports.kill.read().catch((error: unknown) => {
        throw new ActionHeld(`the kill switch cannot be read (${nameOf(error)})`);
      });
      if (!kill.enabled) throw new ActionHeld(`switched off: ${kill.reason}`);
      const service = await ports.services.get(action.service).catch((error: unknown) => {
        throw new ActionHeld(`whether ${action.service} may be changed cannot be read (${nameOf(error)})`);
      });
      if (!service?.may_act) throw new ActionHeld(`${action.service} does not carry the tag forestall:act`);
      const held = await holdService(action, ports).catch((error: unknown) => {
        throw new ActionHeld(`${action.service} cannot be locked (${nameOf(error)})`);
      });
      if (!held.ok) throw new ActionHeld(`${held.by.split(':')[0]} is repairing ${action.service} now`);
    },
  };
}

/** Takes the service's lock over from the attempt that claimed the action, or keeps it for longer. */
const holdService = ({ service, ladder }: Action, { reservations, clock }: RemediationPorts) =>
  reservations.lockService(service, ladder, clock.now() + LOCK_SECONDS);

/** First task: plans what will change. A workflow begun again goes on where the one before it stopped. */
export async function admit(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  if (action.verdict_reason !== null) return followUp(action, ports);
  const held = await holdService(action, ports);
  if (!held.ok) return stop(action, `${held.by.split(':')[0]} is repairing ${action.service} now`, ports);
  if (action.acted_at !== null) return go(id, 'verify');
  if (action.plan !== null) return go(id, 'act');
  const service = await ports.services.get(action.service);
  if (!service) return stop(action, `${action.service} is not watched any more`, ports);
  const planned = await typeOf(action, ports).plan(service, action.parameters, toolsFor(action, ports));
  if (planned.nothing !== undefined) {
    return conclude(action, { verdict: 'no_effect', reason: `nothing to do: ${planned.nothing}` }, ports);
  }
  const { plan } = planned;
  if (action.cause.kind === 'forecast' && removesCapacity(plan)) return stop(action, NEVER_REMOVES, ports);
  // what it is compared with is how things are just before it, not when its cause was seen
  const before = readingOf(action.service, action.cause.metric, await ports.latest.of([action.service]));
  const change = {
    plan: { ...plan, ...(await without(action, ports)) },
    status: 'started' as const,
    started_at: action.started_at ?? toInstant(ports.clock.now()), // whoever started it may not have marked it yet
    before: before ?? action.before,
  };
  await write(changed(action, 'planned', ports.clock.now(), change), ports);
  return go(id, 'act');
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

/** Second task: does it. A repeat finds it done; a guard of the last moment, or somebody's change, ends it here. */
export async function act(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  if (action.verdict_reason !== null) return followUp(action, ports);
  if (action.acted_at !== null) return go(id, 'verify');
  if (action.plan === null) return go(id, 'admit');
  try {
    await typeOf(action, ports).act(action.plan, toolsFor(action, ports));
  } catch (error) {
    if (error instanceof ActionHeld || error instanceof ActionDrift) return stop(action, error.message, ports);
    throw error;
  }
  const now = ports.clock.now();
  await write(changed(action, `${action.type} is running`, now, { status: 'acting', acted_at: toInstant(now) }), ports);
  return go(id, 'wait', LOOK_AGAIN_SECONDS);
}

/** Takes an action back, if nobody changed it since, and calls a person. */
export async function undo(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  if (action.verdict_reason === null) return go(id, 'verify');
  const { status, what } = await takeBack(action, ports);
  const reason = `${action.verdict_reason}; ${what}`;
  return escalate({ ...action, verdict_reason: reason }, status, await policyOf(action, ports), ports);
}

async function takeBack(action: Action, ports: RemediationPorts): Promise<{ status: EndStatus; what: string }> {
  const type = typeOf(action, ports);
  if (!type.undo || action.plan === null) {
    return { status: 'escalated', what: `it cannot be undone: ${type.withoutUndo ?? 'it has no plan'}` };
  }
  try {
    await type.undo(action.plan, toolsFor(action, ports));
    return { status: 'rolled_back', what: 'undone' };
  } catch (error) {
    if (!(error instanceof ActionHeld || error instanceof ActionDrift)) throw error;
    return { status: 'escalated', what: `it was not undone: ${error.message}` };
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
