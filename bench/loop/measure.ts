import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Action, GuardName } from '#domain/remediation/action.ts';
import { toEpoch } from '#domain/time.ts';
import { isProcessFault } from '#fleet/faults.ts';
import type { Round } from './rounds.ts';

/** What the figures mean, for whoever reads them. */
export const DEFINITIONS = [
  'detected: from the fault to the first anomaly of the broken service, or, where it shows only elsewhere, of another',
  'acted: from the fault to the first repair that was carried out (of a crash, which ECS repairs: to the alert)',
  'healthy: from the fault to the verdict `helped`, which fresh values of the metric gave (of a crash: to the',
  '  last of its anomalies resolved, with all tasks back)',
  'A sick process counts as repaired only when none that carries the fault is left and its anomaly is resolved.',
  'A round that did not get so far counts as longer than all others, a round that a guard held back as failed.',
] as const;

/** What is known of a round at one moment. */
export interface Seen {
  /** epoch seconds at which the fault was set */
  setAt: number;
  anomalies: readonly Anomaly[];
  actions: readonly Action[];
  /** why guards held actions back at any moment since, by the action's id */
  held: ReadonlyMap<string, string>;
  /** some process still carries the fault */
  carried: boolean;
  /** every service has all its tasks */
  tasksBack: boolean;
}

export interface Moment {
  seconds: number;
  service: string;
  what: string;
}
export type Outcome = 'repaired' | 'held' | 'not detected' | 'not acted' | 'not repaired' | 'repaired twice';
export interface Measured {
  outcome: Outcome;
  why: string;
  detected: Moment | null;
  acted: Moment | null;
  healthy: Moment | null;
}

/** Guards that only put things in order: what they hold follows within seconds. */
const PASSING: readonly GuardName[] = ['one_at_a_time', 'deploying'];

/** Why a guard keeps this action back; undefined where none does. */
export function heldBecause({ type, status, guards }: Action): string | undefined {
  if (type === 'alert' || status !== 'held') return undefined;
  const reasons = guards.filter(({ guard, passed }) => !passed && !PASSING.includes(guard));
  return reasons.length > 0 ? reasons.map(({ reason }) => reason).join('; ') : undefined;
}

/** What a round has come to. */
export function measure(round: Round, seen: Seen): Measured {
  const since = { ...seen, anomalies: seen.anomalies.filter(({ detected_at }) => toEpoch(detected_at) >= seen.setAt) };
  const actions = seen.actions.filter(({ created_at }) => toEpoch(created_at) >= seen.setAt);
  const first = ownFirst(round, since.anomalies, ({ detected_at }) => detected_at);
  const detected = first ? moment(seen, first.detected_at, first.service, first.metric) : null;
  if (round.fault === 'crash') return measureCrash(round, { ...since, actions }, detected);
  const acts = actions.filter(({ type, acted_at }) => type !== 'alert' && acted_at !== null);
  const began = ownFirst(round, acts, ({ acted_at }) => acted_at ?? '');
  const acted = began?.acted_at ? moment(seen, began.acted_at, began.service, began.type) : null;
  const repair = repairOf(round, acts, since);
  const healthy = repair?.ended_at ? moment(seen, repair.ended_at, repair.service, repair.type) : null;
  const figures = { detected, acted, healthy };
  if (repair) {
    const waited = seen.held.get(repair.id);
    return waited === undefined
      ? { outcome: 'repaired', why: repair.verdict_reason ?? '', ...figures }
      : { outcome: 'held', why: `at first: ${waited}`, ...figures };
  }
  return { ...shortcoming(round, actions, figures, seen), ...figures };
}

/** The repair that helped. Where processes are sick it has to be their own, and none of them may be left. */
function repairOf(round: Round, acts: readonly Action[], seen: Seen): Action | undefined {
  const helped = acts.filter(({ verdict, ended_at }) => verdict === 'helped' && ended_at !== null);
  const repair = ownFirst(round, helped, ({ ended_at }) => ended_at ?? '');
  if (!repair || !isProcessFault(round.fault)) return repair;
  const open = seen.anomalies.some(({ id, status }) => id === repair.cause.id && status === 'open');
  return repair.service === round.service && !seen.carried && !open ? repair : undefined;
}

function measureCrash({ service }: Round, seen: Seen, detected: Moment | null): Measured {
  const alerts = seen.actions.filter(({ type, acted_at }) => type === 'alert' && acted_at !== null);
  const told = alerts.find((alert) => alert.service === service);
  const acted = told?.acted_at ? moment(seen, told.acted_at, told.service, told.type) : null;
  const own = seen.anomalies.filter((anomaly) => anomaly.service === service);
  const over = own.length > 0 && own.every(({ status }) => status === 'resolved') && seen.tasksBack;
  const last =
    own
      .map(({ resolved_at }) => resolved_at ?? '')
      .toSorted()
      .at(-1) ?? '';
  const healthy = over ? moment(seen, last, service, 'ECS') : null;
  const figures = { detected, acted, healthy };
  const twice = seen.actions.find((one) => one.service === service && one.type !== 'alert' && one.acted_at !== null);
  if (twice) return { outcome: 'repaired twice', why: `${twice.type}, though ECS repairs a crash`, ...figures };
  if (!detected) return { outcome: 'not detected', why: 'no anomaly', ...figures };
  if (!acted) return { outcome: 'not acted', why: 'nobody was told', ...figures };
  return over
    ? { outcome: 'repaired', why: 'ECS started others', ...figures }
    : { outcome: 'not repaired', why: seen.tasksBack ? 'its anomaly is open' : 'tasks are missing', ...figures };
}

function shortcoming(
  { service }: Round,
  actions: readonly Action[],
  { detected, acted }: Pick<Measured, 'detected' | 'acted'>,
  seen: Seen,
): { outcome: Outcome; why: string } {
  const held = actions.filter((action) => action.service === service).flatMap((action) => heldBecause(action) ?? []);
  if (held.length > 0 && !actions.some((one) => one.service === service && one.type !== 'alert' && one.acted_at)) {
    return { outcome: 'held', why: [...new Set(held)].join('; ') };
  }
  if (!detected) return { outcome: 'not detected', why: 'no anomaly' };
  if (!acted) return { outcome: 'not acted', why: 'no policy answered' };
  const verdicts = actions
    .filter(({ type }) => type !== 'alert')
    .map((one) => `${one.type}: ${one.verdict ?? one.status}`);
  return { outcome: 'not repaired', why: `${verdicts.join(', ')}${seen.carried ? '; the fault is still there' : ''}` };
}

/** The earliest of the broken service, or, where it has none, the earliest of any. */
function ownFirst<T extends { service: string }>(
  { service }: Round,
  all: readonly T[],
  at: (one: T) => string,
): T | undefined {
  const own = all.filter((one) => one.service === service);
  return (own.length > 0 ? own : all).reduce<T | undefined>(
    (first, one) => (first === undefined || at(one) < at(first) ? one : first),
    undefined,
  );
}

function moment({ setAt }: Seen, at: string, service: string, what: string): Moment {
  return { seconds: Math.round((toEpoch(at) - setAt) * 1000) / 1000, service, what };
}
