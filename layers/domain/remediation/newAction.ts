import { derivedId } from '../id.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Policy, Rung } from '../policy/policy.ts';
import type { LatestValue } from '../shard/latest.ts';
import { toInstant } from '../time.ts';
import type { Action, Cause, Reading } from './action.ts';

/** What makes an action: the same intent gives the same id, so that a repeat finds it taken. */
export interface Intent {
  policy: Policy | null;
  service: string;
  cause: Cause;
  rung: number;
  attempt: number;
  what: Rung;
  reason: string;
  requestedBy: string;
  /** the first action of the ladder, where this is a later rung */
  ladder?: string;
}

export function actionId({ policy, cause, rung, attempt, what }: Intent): string {
  // alerts stand beside the ladder: their kind of step keeps the ids apart
  return derivedId('action', policy?.id ?? 'manual', cause.id, what.type === 'alert' ? 'alert' : 'rung', rung, attempt);
}

/** An action of this intent, not claimed yet. */
export function newAction(intent: Intent, latest: readonly LatestValue[], now: number): Action {
  const id = actionId(intent);
  const at = toInstant(now);
  return {
    id,
    type: intent.what.type,
    service: intent.service,
    policy_id: intent.policy?.id ?? null,
    policy_name: intent.policy?.name ?? null,
    cause: intent.cause,
    rung: intent.rung,
    attempt: intent.attempt,
    parameters: parametersOf(intent),
    reason: intent.reason,
    requested_by: intent.requestedBy,
    status: 'held',
    guards: [],
    plan: null,
    before: readingOf(intent.service, intent.cause.metric, latest),
    baseline: null,
    after: null,
    recovered: null,
    readings: [],
    verdict: null,
    verdict_reason: null,
    ladder: intent.ladder ?? id,
    execution: null,
    approval: null,
    lease_until: null,
    undo: null,
    created_at: at,
    started_at: null,
    acted_at: null,
    settled_at: null,
    ended_at: null,
    updated_at: at,
    timeline: [],
    version: 1,
  };
}

/** The metric's newest value as a reading; null where nothing is known. */
export function readingOf(service: string, metric: string | null, latest: readonly LatestValue[]): Reading | null {
  if (metric === null) return null;
  const found = latest.find((value) => value.service === service && value.metric === metric);
  return found ? { at: toInstant(found.at), metric, value: found.value, unit: metricDefinition(metric).unit } : null;
}

/** The action after something happened to it: its version rises and its timeline grows. */
export function changed(action: Action, what: string, now: number, change: Partial<Action>): Action {
  const at = toInstant(now);
  return {
    ...action,
    ...change,
    updated_at: at,
    version: action.version + 1,
    timeline: [...action.timeline, { at, what }],
  };
}

/** An alert says whom it is for, where its policy does. */
function parametersOf({ policy, what: { type, parameters } }: Intent): Action['parameters'] {
  if (type !== 'alert' || !policy?.notification) return parameters;
  return { to: policy.notification, ...parameters };
}
