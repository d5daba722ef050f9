import { type Anomaly, levelRank, severityRank } from '../anomaly/anomaly.ts';
import type { LatestValue } from '../shard/latest.ts';
import { ANOMALY_LEVEL, type Condition } from './condition.ts';
import type { Comparator } from './conditionTree.ts';

/** What a condition is judged by: the newest values, and the open anomalies, of the whole installation. */
export interface Facts {
  now: number;
  latest: readonly LatestValue[];
  anomalies: readonly Anomaly[];
}

/** Missing or stale data makes a comparison unknown, and unknown never fires. */
export type Truth = 'true' | 'false' | 'unknown';

/** A value is stale when three more should have come since, and at least a minute and a half has passed. */
const STALE_STEPS = 3;
const STALE_SECONDS = 90;

export function isStale({ at, step }: LatestValue, now: number): boolean {
  return now - (at + step) > Math.max(STALE_SECONDS, STALE_STEPS * step);
}

/** Judges a condition for one service, by three-valued logic. Pure. */
export function evaluate(condition: Condition, service: string, facts: Facts): Truth {
  switch (condition.kind) {
    case 'and':
      return both(evaluate(condition.left, service, facts), evaluate(condition.right, service, facts));
    case 'or':
      return invert(
        both(invert(evaluate(condition.left, service, facts)), invert(evaluate(condition.right, service, facts))),
      );
    case 'not':
      return invert(evaluate(condition.of, service, facts));
    case 'compare': {
      const of = condition.service ?? service;
      const latest = facts.latest.find((value) => value.service === of && value.metric === condition.metric);
      if (latest === undefined || isStale(latest, facts.now)) return 'unknown';
      return truth(compare(latest.value, condition.op, condition.value));
    }
    case 'anomaly':
      return truth(facts.anomalies.some((anomaly) => fits(anomaly, condition, service, facts.now)));
    case 'unavailable':
      return 'unknown';
  }
}

function fits(
  anomaly: Anomaly,
  condition: Extract<Condition, { kind: 'anomaly' }>,
  service: string,
  now: number,
): boolean {
  if (anomaly.status !== 'open' || anomaly.kind === 'predicted_breach') return false;
  if (anomaly.service !== (condition.service ?? service)) return false;
  if (condition.metric !== null && anomaly.metric !== condition.metric) return false;
  switch (condition.field) {
    case null:
      return levelRank[anomaly.level] >= ANOMALY_LEVEL;
    case 'severity':
      return compare(severityRank[anomaly.severity], condition.op, condition.value);
    case 'score':
      return compare(anomaly.anomaly_score, condition.op, condition.value);
    case 'duration':
      return compare(now - Date.parse(anomaly.started_at) / 1000, condition.op, condition.value);
  }
}

const truth = (holds: boolean): Truth => (holds ? 'true' : 'false');
const invert = (of: Truth): Truth => (of === 'unknown' ? of : truth(of === 'false'));

function both(a: Truth, b: Truth): Truth {
  if (a === 'false' || b === 'false') return 'false';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'true';
}

function compare(a: number, op: Comparator, b: number): boolean {
  switch (op) {
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
  }
}
