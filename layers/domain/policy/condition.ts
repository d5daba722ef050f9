import { levelRank } from '../anomaly/anomaly.ts';
import type { Slo } from '../slo/slo.ts';
import { checkCondition } from './conditionCheck.ts';
import { parseCondition } from './conditionParse.ts';
import type { Comparator, Place, Summary } from './conditionTree.ts';
import { contradiction } from './contradiction.ts';
import type { TimeWindow } from './timeWindow.ts';
import { durationSeconds } from './unit.ts';

/** A checked condition: names canonical, values in the metrics' own units, times in seconds. */
export type Condition =
  | { kind: 'or' | 'and'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; service: string | null; metric: string; op: Comparator; value: number }
  | {
      kind: 'anomaly';
      service: string | null;
      metric: string | null;
      field: 'severity' | 'score' | 'duration' | null;
      op: Comparator;
      value: number;
    }
  | {
      kind: 'forecast';
      service: string | null;
      metric: string;
      /** seconds ahead */
      within: number;
      op: Comparator;
      value: number;
      /** what the chance of crossing is compared with, 0–1 */
      probability: { op: Comparator; value: number };
    }
  | {
      kind: 'window';
      of: Summary;
      service: string | null;
      metric: string;
      /** how far the window reaches back from the newest value */
      seconds: number;
      op: Comparator;
      /** in the metric's unit; of `rate`, in that unit a second */
      value: number;
    }
  | { kind: 'burn_rate'; slo: string; seconds: number; op: Comparator; value: number }
  | { kind: 'count'; where: Condition; op: Comparator; value: number }
  /** a deployment is under way, or was within so many seconds */
  | { kind: 'deploying'; service: string | null; within: number }
  | { kind: 'time'; text: string; window: TimeWindow };

export type ConditionOf<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

export interface ConditionFault extends Place {
  message: string;
}

export interface CheckedCondition {
  /** undefined where something could not be read */
  condition?: Condition;
  forSeconds: number;
  faults: ConditionFault[];
  warnings: ConditionFault[];
}

/** What a condition may name beside metrics. What is left out is not checked. */
export interface Known {
  slos?: Readonly<Record<string, Slo>>;
}

/**
 * Reads and checks a condition. Never throws, whatever the text: each fault has its place and says what would be right,
 * and what is wrong in one part does not hide what is wrong in the next.
 */
export function readCondition(text: string, known: Known = {}): CheckedCondition {
  const { parsed, faults: unread } = parseCondition(text);
  const checked: CheckedCondition = { forSeconds: 0, faults: [...unread], warnings: [] };
  if (parsed === undefined) return checked;
  const condition = checkCondition(parsed.when, known, checked);
  checked.forSeconds = parsed.for ? durationSeconds(parsed.for) : 0;
  checked.faults.sort((a, b) => a.offset - b.offset);
  if (condition === undefined || unread.length > 0) return checked;
  const impossible = checked.faults.length === 0 ? contradiction(condition) : undefined;
  if (impossible !== undefined) checked.faults.push({ offset: 0, line: 1, column: 1, message: impossible });
  return { ...checked, condition };
}

/** More texts than any installation has policies. */
const MOST_KEPT = 10_000;
const kept = new Map<string, Condition | undefined>();

/** A condition that was checked when it was written; undefined of null, and of one that has a fault after all. Conditions
 *  are read again and again: each text is parsed once. */
export function conditionOf(text: string | null): Condition | undefined {
  if (text === null) return undefined;
  if (!kept.has(text)) {
    if (kept.size >= MOST_KEPT) kept.clear();
    const { condition, faults } = readCondition(text);
    kept.set(text, faults.length === 0 ? condition : undefined);
  }
  return kept.get(text);
}

/** `anomaly()` without more means an anomaly that acts and wakes people. */
export const ANOMALY_LEVEL = levelRank.page;

export type Comparison = ConditionOf<'compare'>;
export type AnomalyCondition = ConditionOf<'anomaly'>;
export type ForecastCondition = ConditionOf<'forecast'>;
export type WindowCondition = ConditionOf<'window'>;
/** What may be the reason that a condition holds: a time of the day or a deployment is none. */
export type Named =
  | Comparison
  | AnomalyCondition
  | ForecastCondition
  | WindowCondition
  | ConditionOf<'burn_rate'>
  | ConditionOf<'count'>;

/** What must be so for the condition to hold, in the order in which it is named. What must not be is no cause. */
export function namedIn(condition: Condition): Named[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...namedIn(condition.left), ...namedIn(condition.right)];
    case 'not':
    case 'deploying':
    case 'time':
      return [];
    default:
      return [condition];
  }
}

/** The metric that a reason is about; null of any metric, and of an objective, which the configuration knows. */
export function metricOf(named: Named): string | null {
  if (named.kind === 'burn_rate') return null;
  if (named.kind !== 'count') return named.metric;
  const [first] = namedIn(named.where);
  return first ? metricOf(first) : null;
}

/** Whether a reason is only foreseen: nothing is wrong yet. */
export const isForeseen = (named: Named): boolean =>
  named.kind === 'count' ? onlyForeseen(named.where) : named.kind === 'forecast';

/** Whether all the reasons that a condition may have are forecasts. */
export function onlyForeseen(condition: Condition): boolean {
  const named = namedIn(condition);
  return named.length > 0 && named.every(isForeseen);
}

/** Whether the condition can become true only while an anomaly of the judged service, or one it names, is open. */
export function needsAnomaly(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return needsAnomaly(condition.left) || needsAnomaly(condition.right);
    case 'or':
      return needsAnomaly(condition.left) && needsAnomaly(condition.right);
    case 'anomaly':
      return true;
    default:
      return false;
  }
}

/** Every part of a condition that asks something, also what must not be. */
export type Asked = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;
export function askedIn(condition: Condition): Asked[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...askedIn(condition.left), ...askedIn(condition.right)];
    case 'not':
      return askedIn(condition.of);
    default:
      return [condition];
  }
}

/** Whether what happens at another service may make the condition hold for this one. */
export const speaksOfOthers = (condition: Condition): boolean =>
  askedIn(condition).some(
    (asked) => asked.kind === 'count' || asked.kind === 'burn_rate' || ('service' in asked && asked.service !== null),
  );
