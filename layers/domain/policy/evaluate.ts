import { type Anomaly, levelRank, severityRank } from '../anomaly/anomaly.ts';
import { crossingOf, type Prediction } from '../prediction/prediction.ts';
import { knownService } from '../service/name.ts';
import type { LatestValue } from '../shard/latest.ts';
import { ANOMALY_LEVEL, type AnomalyCondition, type Condition, type ForecastCondition } from './condition.ts';
import { compare } from './contradiction.ts';

/** What a condition is judged by: the newest values, the open anomalies and the last forecasts of the whole installation. */
export interface Facts {
  now: number;
  latest: readonly LatestValue[];
  anomalies: readonly Anomaly[];
  /** needed where a condition asks for a forecast */
  predictions?: readonly Prediction[];
}

/** Missing or stale data makes a comparison unknown, and unknown never fires. */
export type Truth = 'true' | 'false' | 'unknown';

/** A value is stale when three more should have come since, and longer has passed than CloudWatch takes to show one. */
const STALE_STEPS = 3;
const STALE_SECONDS = 150;

export function isStale({ at, step }: LatestValue, now: number): boolean {
  return now - (at + step) > Math.max(STALE_SECONDS, STALE_STEPS * step);
}

/** Which service a part of a condition speaks of: the judged one, unless it names another. */
export function serviceOf(named: string | null, judged: string, { latest, anomalies }: Facts): string {
  if (named === null) return judged;
  return knownService(
    named,
    [...latest, ...anomalies].map(({ service }) => service),
  );
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
      const latest = latestOf(facts, serviceOf(condition.service, service, facts), condition.metric);
      if (latest === undefined || isStale(latest, facts.now)) return 'unknown';
      return truth(compare(latest.value, condition.op, condition.value));
    }
    case 'anomaly':
      return anomalous(condition, service, facts);
    case 'forecast':
      return foreseen(condition, service, facts);
    case 'unavailable':
      return 'unknown';
  }
}

function crossingFor({ metric, op, value, within }: ForecastCondition, service: string, facts: Facts) {
  const found = facts.predictions?.find((one) => one.service === service && one.metric === metric);
  const direction = op.startsWith('<') ? 'down' : 'up';
  return found && crossingOf(found, { value, direction }, { now: facts.now, within });
}

/** When the forecast was made that a condition is judged by, epoch seconds; now, where the newest value says it all. */
export const forecastAt = (condition: ForecastCondition, service: string, facts: Facts): number =>
  crossingFor(condition, serviceOf(condition.service, service, facts), facts)?.outlook.made_at ?? facts.now;

/**
 * Whether the chance of a crossing in time is as the condition wants it. What stands beyond the bound already has crossed
 * it; a series that says nothing now, and one without a fresh forecast, is unknown.
 */
function foreseen(condition: ForecastCondition, service: string, facts: Facts): Truth {
  const { metric, op, value, probability } = condition;
  const of = serviceOf(condition.service, service, facts);
  const latest = latestOf(facts, of, metric);
  if (latest === undefined || isStale(latest, facts.now)) return 'unknown';
  if (compare(latest.value, op, value)) return truth(compare(1, probability.op, probability.value));
  const crossing = crossingFor(condition, of, facts);
  if (crossing === undefined) return 'unknown';
  const holds = compare(crossing.probability, probability.op, probability.value);
  // what is known of less than the whole time is the least that the chance can be
  const certain = crossing.whole || holds === probability.op.startsWith('>');
  return certain ? truth(holds) : 'unknown';
}

const latestOf = ({ latest }: Facts, service: string, metric: string): LatestValue | undefined =>
  latest.find((value) => value.service === service && value.metric === metric);

/** Of an anomaly that nobody heard of for long, and of a series that says nothing, nobody knows whether all is well. */
function anomalous(condition: AnomalyCondition, service: string, facts: Facts): Truth {
  const fitting = meant(condition, service, facts);
  if (fitting.some((anomaly) => isFresh(anomaly, facts))) return 'true';
  if (fitting.length > 0) return 'unknown';
  const of = serviceOf(condition.service, service, facts);
  const heard = facts.latest.some(
    (value) =>
      value.service === of &&
      (condition.metric === null || value.metric === condition.metric) &&
      !isStale(value, facts.now),
  );
  return heard ? 'false' : 'unknown';
}

/** An open episode is written again with every point; one from outside stands until it is taken back. */
function isFresh({ kind, service, metric, updated_at }: Anomaly, facts: Facts): boolean {
  if (kind === 'external') return true;
  const latest = latestOf(facts, service, metric);
  if (latest && !isStale(latest, facts.now)) return true;
  return facts.now - Date.parse(updated_at) / 1000 <= Math.max(STALE_SECONDS, STALE_STEPS * (latest?.step ?? 60));
}

/** The anomalies that a condition speaks of, when it is judged for a service. */
export const meant = (condition: AnomalyCondition, service: string, facts: Facts): Anomaly[] => {
  const of = serviceOf(condition.service, service, facts);
  return facts.anomalies.filter((anomaly) => fits(anomaly, condition, of, facts.now));
};

function fits(anomaly: Anomaly, condition: AnomalyCondition, service: string, now: number): boolean {
  if (anomaly.status !== 'open' || anomaly.kind === 'predicted_breach') return false;
  if (anomaly.service !== service) return false;
  if (levelRank[anomaly.level] < levelRank.warn) return false; // what is only sensitive is for looking back
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
