import type { MetricDefinition } from '../metric/catalogue.ts';
import type { Comparator, Quantity } from './conditionTree.ts';

type Dimension = 'percentage' | 'duration' | 'bytes' | 'rate' | 'number';

const units: Record<string, { dimension: Dimension; factor: number }> = {
  '%': { dimension: 'percentage', factor: 1 },
  ms: { dimension: 'duration', factor: 1 },
  s: { dimension: 'duration', factor: 1_000 },
  m: { dimension: 'duration', factor: 60_000 },
  h: { dimension: 'duration', factor: 3_600_000 },
  '/s': { dimension: 'rate', factor: 1 },
  KiB: { dimension: 'bytes', factor: 2 ** 10 },
  MiB: { dimension: 'bytes', factor: 2 ** 20 },
  GiB: { dimension: 'bytes', factor: 2 ** 30 },
};

const described: Record<MetricDefinition['unit'], { dimension: Dimension; name: string; example: string }> = {
  '%': { dimension: 'percentage', name: 'a percentage', example: '85 or 85%' },
  ratio: { dimension: 'percentage', name: 'a ratio', example: '0.05 or 5%' },
  ms: { dimension: 'duration', name: 'a duration', example: '500ms or 0.5s' },
  s: { dimension: 'duration', name: 'a duration', example: '30s' },
  '1/s': { dimension: 'rate', name: 'a rate', example: '5 or 5/s' },
  count: { dimension: 'number', name: 'a count', example: '2' },
};

const nouns: Record<Dimension, string> = {
  percentage: 'a percentage',
  duration: 'a duration',
  bytes: 'a size',
  rate: 'a rate',
  number: 'a number',
};

/** Seconds without a unit above this are surely meant as milliseconds. */
const MOST_BARE_SECONDS = 60;

export interface Converted {
  /** in the metric's own unit */
  value?: number;
  fault?: string;
  warning?: string;
}

const text = ({ number, unit }: Quantity): string => `${number}${unit ?? ''}`;

/** A quantity in a metric's own unit; a fault, with what would fit, where the unit does not. */
export function convert(quantity: Quantity, metric: MetricDefinition): Converted {
  const { dimension, name, example } = described[metric.unit];
  if (quantity.unit === null) return bare(quantity, metric, dimension);
  const unit = units[quantity.unit];
  if (unit === undefined) {
    return { fault: `"${quantity.unit}" is no unit: ${metric.name} is ${name}, write it like ${example}` };
  }
  if (unit.dimension !== dimension) {
    return {
      fault: `${metric.name} is ${name}; ${text(quantity)} is ${nouns[unit.dimension]}. Write it like ${example}`,
    };
  }
  const value = quantity.number * unit.factor;
  if (metric.unit === 'ratio') return { value: value / 100 };
  return { value: metric.unit === 's' ? value / 1_000 : value };
}

function bare({ number }: Quantity, metric: MetricDefinition, dimension: Dimension): Converted {
  if (dimension !== 'duration') return { value: number };
  if (number > MOST_BARE_SECONDS) {
    return {
      fault: `a bare number on ${metric.name} is seconds, and ${number} of them are surely not meant: write ${number}ms or ${number}s`,
    };
  }
  const value = metric.unit === 's' ? number : number * 1_000;
  return { value, warning: `a bare number on ${metric.name} is seconds: write ${number}s to say so` };
}

/** Why a comparison can never hold, by the metric's natural bounds; undefined where it can. */
export function neverHolds(
  op: Comparator,
  value: number,
  { name, unit, bounds }: MetricDefinition,
): string | undefined {
  const [least, most] = bounds;
  const never =
    (op === '>' && value >= most) ||
    (op === '<' && value <= least) ||
    ((op === '>=' || op === '==') && value > most) ||
    ((op === '<=' || op === '==') && value < least);
  if (!never) return undefined;
  const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
  return `this can never be: ${name} is ${described[unit].name}, ${range}. Write it like ${described[unit].example}`;
}

const DAY = 86_400;

/** A number without a unit is seconds. */
export const isDuration = ({ unit }: Quantity): boolean =>
  unit === null || unit === 'd' || units[unit]?.dimension === 'duration';

/** A duration like 2m in seconds. */
export const durationSeconds = ({ number, unit }: Pick<Quantity, 'number' | 'unit'>): number =>
  unit === 'd' ? number * DAY : (number * (units[unit ?? 's']?.factor ?? 1_000)) / 1_000;
