import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { ActionDrift, ActionHeld, type ActionTools, type ActionType } from './actionType.ts';
import { climb, ended, escalate, go, type Next, read, release, write } from './ladder.ts';
import type { RemediationPorts } from './remediationPorts.ts';

/** How often the workflow looks again while an action takes effect; waiting is not billed. */
export const LOOK_AGAIN_SECONDS = 5;

const isEnded = ({ status }: Action): boolean => endedStatuses.includes(status);

export function typeOf(action: Action, { types }: RemediationPorts): ActionType {
  const type = types.get(action.type);
  if (!type) throw new Error(`this version has no action type ${action.type}`);
  return type;
}

/** The guards of the last moment: the switch, read strongly, and the service's consent. */
export function toolsFor(action: Action, ports: RemediationPorts): ActionTools {
  return {
    ecs: ports.ecs,
    now: ports.clock.now(),
    async mayChange() {
      const kill = await ports.kill.read().catch((error: unknown) => {
        throw new ActionHeld(`the kill switch cannot be read (${error instanceof Error ? error.name : 'unknown'})`);
      });
      if (!kill.enabled) throw new ActionHeld(`switched off: ${kill.reason}`);
      const service = await ports.services.get(action.service);
      if (!service?.may_act) throw new ActionHeld(`${action.service} does not carry the tag forestall:act`);
    },
  };
}

/** First task: plans what will change. A workflow begun again goes on where the one before it stopped. */
export async function admit(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isEnded(action)) return go(id, 'end');
  if (action.acted_at !== null) return go(id, 'verify');
  if (action.plan !== null) return go(id, 'act');
  const service = await ports.services.get(action.service);
  if (!service) return stop(action, `${action.service} is not watched any more`, ports);
  const planned = await typeOf(action, ports).plan(service, action.parameters, toolsFor(action, ports));
  if (planned.nothing !== undefined) {
    const now = ports.clock.now();
    const over = await write(ended(action, 'failed', 'no_effect', `nothing to do: ${planned.nothing}`, now), ports);
    return climb(over, ports);
  }
  await write(changed(action, 'planned', ports.clock.now(), { plan: planned.plan, status: 'started' }), ports);
  return go(id, 'act');
}

/** Second task: does it. A repeat finds it done; a guard of the last moment, or somebody's change, ends it here. */
export async function act(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isEnded(action)) return go(id, 'end');
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

/** Takes a harmful action back, if nobody changed it since, and calls a person. */
export async function undo(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  const policy = action.policy_id === null ? undefined : await ports.policies.get(action.policy_id);
  const type = typeOf(action, ports);
  if (action.status === 'rolled_back' || action.status === 'escalated') return escalate(action, policy, ports);
  if (!type.undo || action.plan === null) {
    const why = `${action.verdict_reason}; it cannot be undone: ${type.withoutUndo ?? 'it has no plan'}`;
    return escalate(
      await write(ended(action, 'escalated', action.verdict, why, ports.clock.now()), ports),
      policy,
      ports,
    );
  }
  try {
    await type.undo(action.plan, toolsFor(action, ports));
  } catch (error) {
    if (!(error instanceof ActionHeld || error instanceof ActionDrift)) throw error;
    const why = `${action.verdict_reason}; it was not undone: ${error.message}`;
    return escalate(
      await write(ended(action, 'escalated', action.verdict, why, ports.clock.now()), ports),
      policy,
      ports,
    );
  }
  const undone = ended(action, 'rolled_back', action.verdict, `${action.verdict_reason}; undone`, ports.clock.now());
  return escalate(await write(undone, ports), policy, ports);
}

/** After an error that no retry mended: the action ends as failed, and a person is told. */
export async function finish(id: string, error: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isEnded(action)) {
    await release(action, ports);
    return go(id, 'end');
  }
  return stop(action, `the workflow failed: ${error}`, ports);
}

async function stop(action: Action, why: string, ports: RemediationPorts): Promise<Next> {
  const policy = action.policy_id === null ? undefined : await ports.policies.get(action.policy_id);
  const verdict = action.acted_at === null ? null : 'inconclusive';
  return escalate(await write(ended(action, 'failed', verdict, why, ports.clock.now()), ports), policy, ports);
}
