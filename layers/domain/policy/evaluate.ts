import { type Anomaly, levelRank, severityRank } from '../anomaly/anomaly.ts';
import { crossingOf, type Prediction } from '../prediction/prediction.ts';
import type { SeriesValue } from '../series/average.ts';
import { knownService } from '../service/name.ts';
import type { LatestValue } from '../shard/latest.ts';
import { burnRate, SHORT_SHARE } from '../slo/burn.ts';
import type { Slo } from '../slo/slo.ts';
import {
  ANOMALY_LEVEL,
  type AnomalyCondition,
  type Condition,
  type ConditionOf,
  type ForecastCondition,
  type WindowCondition,
} from './condition.ts';
import { compare } from './contradiction.ts';
import { inWindow } from './timeWindow.ts';
import { windowHolds, windowOf } from './window.ts';

/**
 * What a condition is judged by, of the whole installation. Plain values, so that they can be kept and judged again; they
 * are not changed in place. What only some conditions ask is there when one asks, and missing means unknown.
 */
export interface Facts {
  now: number;
  latest: readonly LatestValue[];
  anomalies: readonly Anomaly[];
  predictions?: readonly Prediction[];
  /** what `count(services where …)` counts */
  services?: readonly { name: string }[];
  /** points of the series that windows and burn rates ask for, as far back as they ask */
  recent?: readonly RecentSeries[];
  /** by service; one that is not there is unknown */
  deployments?: Readonly<Record<string, readonly Deployment[]>>;
  /** by name */
  slos?: Readonly<Record<string, Slo>>;
}

export interface RecentSeries {
  service: string;
  metric: string;
  /** oldest first, one a time */
  points: readonly SeriesValue[];
}

/** When a deployment began and ended, epoch seconds; null: it is under way. */
export interface Deployment {
  from: number;
  until: number | null;
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
export function serviceOf(named: string | null, judged: string, { latest, anomalies, services = [] }: Facts): string {
  if (named === null) return judged;
  return knownService(named, [
    ...services.map(({ name }) => name),
    ...[...latest, ...anomalies].map(({ service }) => service),
  ]);
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
      const latest = freshOf(facts, serviceOf(condition.service, service, facts), condition.metric);
      return latest ? truth(compare(latest.value, condition.op, condition.value)) : 'unknown';
    }
    case 'anomaly':
      return anomalous(condition, service, facts);
    case 'forecast':
      return foreseen(condition, service, facts);
    case 'window':
      return windowed(condition, service, facts);
    case 'burn_rate':
      return burning(condition, facts);
    case 'count':
      return counted(condition, facts);
    case 'deploying':
      return deployed(condition, service, facts);
    case 'time':
      return truth(inWindow(condition.window, facts.now));
  }
}

function windowed(condition: WindowCondition, judged: string, facts: Facts): Truth {
  const service = serviceOf(condition.service, judged, facts);
  const newest = freshOf(facts, service, condition.metric);
  if (!newest) return 'unknown';
  const holds = windowHolds(condition, windowOf(recentOf(facts, service, condition.metric), newest, condition.seconds));
  return holds === undefined ? 'unknown' : truth(holds);
}

function burning({ slo: name, seconds, op, value }: ConditionOf<'burn_rate'>, facts: Facts): Truth {
  const slo = objectiveOf(name, facts);
  if (!slo) return 'unknown';
  const service = serviceOf(slo.service, slo.service, facts);
  const newest = freshOf(facts, service, slo.metric);
  if (!newest) return 'unknown';
  const points = recentOf(facts, service, slo.metric);
  const windows = { long: windowOf(points, newest, seconds), short: windowOf(points, newest, seconds * SHORT_SHARE) };
  const rate = burnRate(slo, windows, recentOf(facts, service, 'request_rate'));
  return rate === undefined ? 'unknown' : truth(compare(rate, op, value));
}

/** Services of which the inner condition is unknown may count or not: only when that does not matter is the count known. */
function counted({ where, op, value }: ConditionOf<'count'>, facts: Facts): Truth {
  const truths = servicesIn(facts).map((service) => evaluate(where, service, facts));
  const sure = truths.filter((one) => one === 'true').length;
  const open = truths.filter((one) => one === 'unknown').length;
  const results = Array.from({ length: open + 1 }, (_, more) => compare(sure + more, op, value));
  const [first = false] = results;
  return results.every((result) => result === first) ? truth(first) : 'unknown';
}

/** The services that are counted: all there are, or, where nobody says which, all that were heard of. */
export const servicesIn = ({ services, latest }: Facts): string[] =>
  services?.map(({ name }) => name) ?? [...new Set(latest.map(({ service }) => service))];

function deployed({ service, within }: ConditionOf<'deploying'>, judged: string, facts: Facts): Truth {
  const deployments = own(facts.deployments, serviceOf(service, judged, facts));
  if (!deployments) return 'unknown';
  const { now } = facts;
  return truth(deployments.some(({ from, until }) => from <= now && (until === null || until > now - within)));
}

export const objectiveOf = (name: string, { slos }: Facts): Slo | undefined => own(slos, name);

/** A record's own member: `constructor` is no objective's name unless somebody gave it. */
const own = <Value>(record: Readonly<Record<string, Value>> = {}, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

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
  const latest = freshOf(facts, of, metric);
  if (!latest) return 'unknown';
  if (compare(latest.value, op, value)) return truth(compare(1, probability.op, probability.value));
  const crossing = crossingFor(condition, of, facts);
  if (crossing === undefined) return 'unknown';
  const holds = compare(crossing.probability, probability.op, probability.value);
  // what is known of less than the whole time is the least that the chance can be
  const certain = crossing.whole || holds === probability.op.startsWith('>');
  return certain ? truth(holds) : 'unknown';
}

/** Many conditions look into the same list: it is put in order once. */
function indexed<Item extends { service: string; metric: string }>() {
  const known = new WeakMap<readonly Item[], Map<string, Map<string, Item>>>();
  return (items: readonly Item[], service: string, metric: string): Item | undefined => {
    let index = known.get(items);
    if (index === undefined) {
      index = new Map();
      for (const item of items) {
        const own = index.get(item.service);
        if (own) own.set(item.metric, item);
        else index.set(item.service, new Map([[item.metric, item]]));
      }
      known.set(items, index);
    }
    return index.get(service)?.get(metric);
  };
}
const findLatest = indexed<LatestValue>();
const findRecent = indexed<RecentSeries>();

export const latestOf = ({ latest }: Facts, service: string, metric: string): LatestValue | undefined =>
  findLatest(latest, service, metric);

/** The newest value, unless it is stale. */
function freshOf(facts: Facts, service: string, metric: string): LatestValue | undefined {
  const latest = latestOf(facts, service, metric);
  return latest && !isStale(latest, facts.now) ? latest : undefined;
}

const recentOf = ({ recent = [] }: Facts, service: string, metric: string): readonly SeriesValue[] =>
  findRecent(recent, service, metric)?.points ?? [];

/** Of an anomaly that nobody heard of for long, and of a series that says nothing, nobody knows whether all is well. */
function anomalous(condition: AnomalyCondition, service: string, facts: Facts): Truth {
  const fitting = meant(condition, service, facts);
  if (fitting.some((anomaly) => isFresh(anomaly, facts))) return 'true';
  if (fitting.length > 0) return 'unknown';
  const of = serviceOf(condition.service, service, facts);
  const heard =
    condition.metric === null
      ? facts.latest.some((value) => value.service === of && !isStale(value, facts.now))
      : freshOf(facts, of, condition.metric) !== undefined;
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
