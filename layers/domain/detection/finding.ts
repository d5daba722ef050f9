import type { Level } from '../anomaly/anomaly.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import type { Finding } from './detector.ts';
import { TOLD } from './rarity/notices.ts';
import { type Rarity, VOICES } from './rarity/rarity.ts';
import { shapeOf } from './shape.ts';

/** A voice that says less than this (one in a hundred) is not heard as odd. */
const ODD = 2;
const LEVELS = ['sensitive', 'warn', 'page'] as const satisfies readonly Level[];

const complement = (rarity: number): number => 1 - 10 ** -rarity;

/** What the model says of its newest point, in a form that people and programs read. */
export function findingOf(
  rarity: Rarity,
  { value, step, definition }: { value: number; step: number; definition: MetricDefinition },
): Finding {
  const [least, most] = definition.bounds;
  const odd = rarity.beyond >= rarity.setting.sensitive;
  return {
    expected: rarity.expected,
    lower: Math.max(least, rarity.lower),
    upper: Math.min(most, rarity.upper),
    score: scoreOf(rarity, step),
    notices: noticesOf(rarity),
    open: levelsOf(rarity, rarity.at, step),
    shape: odd ? rarityShape(rarity, value) : undefined,
    direction: directionOf(rarity),
    votes: odd ? votesOf(rarity) : NO_VOTES,
    learning: rarity.at - rarity.first < rarity.setting.coldSeconds,
  };
}
const NONE: readonly Level[] = [];

/** The levels at which a notice goes out now, the highest last. */
export const noticesOf = ({ told }: Rarity): readonly Level[] =>
  told === 0 ? NONE : LEVELS.filter((level) => (told & TOLD[level]) !== 0);

const NO_VOTES: Finding['votes'] = [];

export const votesOf = ({ voices }: Rarity): { name: string; score: number }[] =>
  VOICES.map((name, i) => ({ name, score: complement(voices[i] ?? 0) }));

/** Powers of ten per power of ten of points in half a day, and per surprise beyond the habit: as counted on the quiet parts
 *  of real and made series at 10 s to an hour (docs/detection.md). */
const PER_POINTS = 0.8;
const PER_SURPRISE = 1.25;

/** Complement of the probability that a point of this series is as odd as this by chance. */
export function scoreOf({ beyond, setting }: Rarity, step: number): number {
  return 1 - Math.min(1, 10 ** -(PER_POINTS * Math.log10(setting.block / step) + PER_SURPRISE * beyond));
}

/** The highest level that something was odd enough for within the time that a notice holds. */
export function levelsOf({ notices, setting }: Rarity, at: number, step: number): Level | undefined {
  const hold = setting.hold * step;
  if (at - notices.page.at < hold) return 'page';
  if (at - notices.warn.at < hold) return 'warn';
  return at - notices.sensitive.at < hold ? 'sensitive' : undefined;
}

export function rarityShape({ recent, expected, upper, voices }: Rarity, value: number) {
  return shapeOf({
    residuals: recent.last(12),
    value,
    expected,
    band: Number.isNaN(upper) ? 0 : (upper - expected) / 2,
    flat: (voices[VOICES.length - 1] ?? 0) >= ODD,
  });
}

/** Which way the loudest voice points. */
export function directionOf({ voices, residual, recent }: Rarity): 'up' | 'down' {
  const ways = [residual, recent.moved(0), recent.moved(1), residual, recent.moved(2), recent.before[0] ?? 0, residual];
  let loudest = 0;
  for (let i = 1; i < voices.length; i++) if ((voices[i] ?? 0) > (voices[loudest] ?? 0)) loudest = i;
  return (ways[loudest] ?? 0) < 0 ? 'down' : 'up';
}
