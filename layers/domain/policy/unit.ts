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
  if (!Number.isFinite(quantity.number)) return { fault: `this number is too large: ${metric.name} is ${name}` };
  if (quantity.unit === null) return bare(quantity, metric, dimension);
  const unit = units[quantity.unit];
  if (unit === undefined && quantity.unit.includes('/')) {
    return {
      fault: `${text(quantity)} is a change in a time, and ${metric.name} is ${name}: write it like ${example}`,
    };
  }
  if (unit === undefined) {
    return { fault: `"${quantity.unit}" is no unit: ${metric.name} is ${name}, write it like ${example}` };
  }
  if (unit.dimension !== dimension) {
    return {
      fault: `${metric.name} is ${name}; ${text(quantity)} is ${nouns[unit.dimension]}. Write it like ${example}`,
    };
  }
  if (metric.unit === 'ratio') return { value: quantity.number / 100 };
  return { value: quantity.number * (metric.unit === 's' ? unit.factor / 1_000 : unit.factor) };
}

const changes: Record<MetricDefinition['unit'], string> = {
  '%': '2%/m',
  ratio: '1%/m',
  ms: '50ms/m',
  s: '5s/m',
  '1/s': '10/s/m',
  count: '1/m',
};

/** A change in a time, like 2%/m or 50ms/s, in the metric's own unit a second. */
export function convertRate({ number, unit, at }: Quantity, metric: MetricDefinition): Converted {
  const example = changes[metric.unit];
  if (unit === null) {
    const { value = number } = convert({ number, unit, at }, metric);
    return { value, warning: `a bare number on rate() is a change a second: write it like ${example} to say so` };
  }
  const [, of = '', time] = /^(.*)\/([smhd])$/.exec(unit) ?? [];
  if (time === undefined) {
    return {
      fault: `rate() is how much ${metric.name} changes in a time, not ${number}${unit}: write it like ${example}`,
    };
  }
  const { value, fault } = convert({ number, unit: of === '' ? null : of, at }, metric);
  if (fault !== undefined) return { fault };
  return { value: (value ?? number) / durationSeconds({ number: 1, unit: time }) };
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
  number * (unit === 'd' ? DAY : (units[unit ?? 's']?.factor ?? 1_000) / 1_000);
