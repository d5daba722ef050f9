import { type Severity, severityRank } from '../anomaly/anomaly.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { FORESEEN } from '../prediction/horizon.ts';
import type { Condition, ConditionOf } from './condition.ts';

/**
 * A condition in the language that it is read from, with our names and the metrics' own units: read again it is the same
 * condition.
 */
export const conditionText = (condition: Condition, forSeconds = 0): string =>
  forSeconds === 0 ? text(condition) : `${ending(condition)} for ${duration(forSeconds)}`;

/** `… for 2m` belongs to a deployment that it stands right behind: parentheses keep it from that. */
const ending = (condition: Condition): string => {
  const written = text(condition);
  return written.endsWith('deploying') ? `(${written})` : written;
};

function text(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `${side(condition.left, condition.kind, 'left')} ${condition.kind} ${side(condition.right, condition.kind, 'right')}`;
    case 'not':
      return `not ${'left' in condition.of ? `(${text(condition.of)})` : text(condition.of)}`;
    case 'compare':
      return `${named(condition)} ${condition.op} ${quantity(condition.value, condition.metric)}`;
    case 'anomaly':
      return `${anomalyOf(condition)}${testOf(condition)}`;
    case 'forecast':
      return `forecast(${named(condition)}, ${duration(condition.within)}) ${condition.op} ${quantity(condition.value, condition.metric)}${probabilityOf(condition)}`;
    case 'window':
      return `${condition.of}(${named(condition)}, ${duration(condition.seconds)}) ${condition.op} ${quantity(condition.value, condition.metric)}${condition.of === 'rate' ? '/s' : ''}`;
    case 'burn_rate':
      return `burn_rate(${condition.slo}, ${duration(condition.seconds)}) ${condition.op} ${condition.value}`;
    case 'count':
      return `count(services where ${text(condition.where)}) ${condition.op} ${condition.value}`;
    case 'deploying':
      return `${of(condition.service)}deploying${condition.within === 0 ? '' : ` for ${duration(condition.within)}`}`;
    case 'time':
      return `time in "${condition.text}"`;
  }
}

/** `and` before `or`, and a chain is read from the left: everything else needs its parentheses. */
function side(condition: Condition, kind: 'and' | 'or', place: 'left' | 'right'): string {
  const loose =
    condition.kind === 'or'
      ? kind === 'and' || place === 'right'
      : condition.kind === 'and' && kind === 'and' && place === 'right';
  return loose ? `(${text(condition)})` : text(condition);
}

const of = (service: string | null): string => (service === null ? '' : `${service}.`);
const named = ({ service, metric }: { service: string | null; metric: string }): string => `${of(service)}${metric}`;

/** A service without a metric stands before the word: `payments.anomaly()`. */
const anomalyOf = ({ service, metric }: ConditionOf<'anomaly'>): string =>
  metric === null ? `${of(service)}anomaly()` : `anomaly(${named({ service, metric })})`;

const duration = (seconds: number): string => {
  for (const [unit, length] of [
    ['h', 3_600],
    ['m', 60],
  ] as const) {
    if (seconds >= length && seconds % length === 0) return `${seconds / length}${unit}`;
  }
  return `${seconds}s`;
};

const unitText: Partial<Record<string, string>> = { '%': '%', ms: 'ms', s: 's', '1/s': '/s' };

/** A ratio and a count have no unit of their own. */
const quantity = (value: number, metric: string): string => `${value}${unitText[metricDefinition(metric).unit] ?? ''}`;

function testOf({ field, op, value }: ConditionOf<'anomaly'>): string {
  if (field === null) return '';
  if (field === 'duration') return `.duration ${op} ${duration(value)}`;
  return `.${field} ${op} ${field === 'severity' ? severityOf(value) : value}`;
}

const severityOf = (rank: number): Severity => {
  const ranks: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
  return ranks.find((severity) => severityRank[severity] === rank) ?? 'low';
};

const probabilityOf = ({ probability: { op, value } }: ConditionOf<'forecast'>): string =>
  op === '>=' && value === FORESEEN ? '' : ` with probability ${op} ${value}`;
