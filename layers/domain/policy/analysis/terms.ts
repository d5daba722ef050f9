import { severityRank } from '../../anomaly/anomaly.ts';
import { knownMetric } from '../../metric/catalogue.ts';
import type { ConditionOf } from '../condition.ts';
import { conditionText } from '../conditionText.ts';
import type { TimeWindow } from '../timeWindow.ts';
import type { Leaf } from './leaves.ts';
import { between, includes, meet, type Range, rangeOf } from './range.ts';

/** A number that conditions compare: the newest value, one over a time, a chance, a count. */
export type Term =
  | { kind: 'latest'; service: string; metric: string }
  | { kind: 'window'; service: string; metric: string; of: ConditionOf<'window'>['of']; seconds: number }
  | {
      kind: 'chance';
      service: string;
      metric: string;
      within: number;
      direction: 'up' | 'down';
      bound: number;
      strict: boolean;
    }
  | { kind: 'burn_rate'; slo: string; seconds: number }
  | { kind: 'count'; where: string };

/** Something that there is or is not: an open anomaly, a deployment. */
export type Sign =
  | {
      kind: 'anomaly';
      service: string;
      metric: string | null;
      field: 'level' | 'severity' | 'score' | 'duration';
      range: Range;
    }
  | { kind: 'deploying'; service: string; within: number };

/** One thing that is said, or denied. */
export type Literal =
  | { kind: 'number'; term: Term; range: Range; text: string }
  | { kind: 'sign'; sign: Sign; holds: boolean; text: string }
  | { kind: 'time'; window: TimeWindow; holds: boolean; text: string };

const INFINITE = Number.POSITIVE_INFINITY;
const opposite = { '>': '<=', '>=': '<', '<': '>=', '<=': '>', '==': '!=', '!=': '==' } as const;

/** What a part of a condition says of a judged service, or, where `holds` is false, what its denial says. */
export function literalOf(leaf: Leaf, holds: boolean, judged: string): Literal {
  const text = `${holds ? '' : 'not '}${conditionText(leaf)}`;
  const number = (term: Term, op: ConditionOf<'compare'>['op'], value: number): Literal => ({
    kind: 'number',
    term,
    range: meet(rangeOf(holds ? op : opposite[op], value), domainOf(term)),
    text,
  });
  switch (leaf.kind) {
    case 'compare':
      return number({ kind: 'latest', service: leaf.service ?? judged, metric: leaf.metric }, leaf.op, leaf.value);
    case 'window': {
      const { of, metric, seconds } = leaf;
      return number({ kind: 'window', service: leaf.service ?? judged, metric, of, seconds }, leaf.op, leaf.value);
    }
    case 'burn_rate':
      return number({ kind: 'burn_rate', slo: leaf.slo, seconds: leaf.seconds }, leaf.op, leaf.value);
    case 'count':
      return number({ kind: 'count', where: JSON.stringify(leaf.where) }, leaf.op, leaf.value);
    case 'forecast':
      return number(chanceOf(leaf, judged), leaf.probability.op, leaf.probability.value);
    case 'anomaly':
      return { kind: 'sign', sign: anomalyOf(leaf, judged), holds, text };
    case 'deploying': {
      const { within } = leaf;
      return { kind: 'sign', sign: { kind: 'deploying', service: leaf.service ?? judged, within }, holds, text };
    }
    case 'time':
      return { kind: 'time', window: leaf.window, holds, text };
  }
}

function chanceOf({ service, metric, within, op, value }: ConditionOf<'forecast'>, judged: string): Term {
  const direction = op.startsWith('<') ? 'down' : 'up';
  const strict = op === '>' || op === '<';
  return { kind: 'chance', service: service ?? judged, metric, within, direction, bound: value, strict };
}

function anomalyOf({ service, metric, field, op, value }: ConditionOf<'anomaly'>, judged: string): Sign {
  const of = { kind: 'anomaly' as const, service: service ?? judged, metric };
  if (field === null) return { ...of, field: 'level', range: between(0, 0) };
  return { ...of, field, range: meet(rangeOf(op, value), fieldDomain[field]) };
}

/** What a field of an anomaly may be. Severities are four, so what lies between two of them is none. */
export const fieldDomain = {
  level: between(0, 0),
  severity: Object.values(severityRank).map((rank) => ({ from: rank, to: rank, fromOpen: false, toOpen: false })),
  score: between(0, 1),
  duration: between(0, INFINITE),
} as const satisfies Record<string, Range>;

/** What a number may be at all. */
export function domainOf(term: Term): Range {
  if (term.kind === 'chance') return between(0, 1);
  if (term.kind === 'count' || term.kind === 'burn_rate') return between(0, INFINITE);
  const [least, most] = knownMetric(term.metric)?.bounds ?? [-INFINITE, INFINITE];
  const changes = term.kind === 'window' && (term.of === 'rate' || term.of === 'delta');
  return changes ? between(-INFINITE, INFINITE) : between(least, most);
}

/** Whether the first number is never more than the second, whatever happens. */
export function neverAbove(a: Term, b: Term): boolean {
  if (a.kind === 'chance' || b.kind === 'chance') return a.kind === 'chance' && b.kind === 'chance' && lessLikely(a, b);
  if (a.kind === 'burn_rate' || b.kind === 'burn_rate' || a.kind === 'count' || b.kind === 'count') return false;
  if (a.service !== b.service) return false;
  if (a.kind === 'window' && b.kind === 'window' && a.of === b.of && a.seconds === b.seconds) {
    return statistics(a.of) && percentileBelow(a.metric, b.metric);
  }
  if (a.kind === 'latest' && b.kind === 'latest') return percentileBelow(a.metric, b.metric);
  if (a.metric !== b.metric) return false;
  if (a.kind === 'latest') return b.kind === 'window' && b.of === 'max';
  if (b.kind === 'latest') return a.of === 'min';
  if (a.of === 'max' && b.of === 'max') return a.seconds <= b.seconds;
  if (a.of === 'min' && b.of === 'min') return a.seconds >= b.seconds;
  if (!statistics(a.of) || !statistics(b.of)) return false;
  return (a.of === 'min' && a.seconds >= b.seconds) || (b.of === 'max' && b.seconds >= a.seconds);
}

/** Whether it is a value of the metric, not how it changes. */
const statistics = (of: ConditionOf<'window'>['of']): boolean => of !== 'rate' && of !== 'delta';

const percentiles = ['latency_p50', 'latency_p95', 'latency_p99'];
function percentileBelow(a: string, b: string): boolean {
  const [lower, upper] = [percentiles.indexOf(a), percentiles.indexOf(b)];
  return lower !== -1 && upper !== -1 && lower < upper;
}

type Chance = Extract<Term, { kind: 'chance' }>;
/** A farther bound in less time is no likelier. */
function lessLikely(a: Chance, b: Chance): boolean {
  if (a.service !== b.service || a.metric !== b.metric || a.direction !== b.direction) return false;
  if (a.within > b.within) return false;
  const farther = a.direction === 'up' ? a.bound - b.bound : b.bound - a.bound;
  return farther > 0 || (farther === 0 && (a.strict || !b.strict));
}

/** Whether where the first sign is, the second is too. */
export function signImplies(a: Sign, b: Sign): boolean {
  if (a.service !== b.service) return false;
  if (a.kind === 'deploying' || b.kind === 'deploying') {
    return a.kind === 'deploying' && b.kind === 'deploying' && a.within <= b.within;
  }
  if (b.metric !== null && a.metric !== b.metric) return false;
  if (a.field === b.field) return includes(b.range, a.range);
  return b.field !== 'level' && includes(b.range, fieldDomain[b.field]);
}
