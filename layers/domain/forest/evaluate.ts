import { type Random, seededRandom } from '../random.ts';
import type { GrowOptions } from './isolationForest.ts';
import type { Evaluation } from './model.ts';
import { areaUnderCurve } from './rank.ts';
import { RULE } from './rule.ts';
import { stand, standingScore } from './standing.ts';
import { rarityOf, tailOf } from './tail.ts';

/** Of so many rows one is held back: the newest ones, because the future is what a forest is asked about. */
const FIFTH = 5;
/** A metric that leaves by so many deviations is trouble to anyone, and less than what pages by itself. */
const SPIKE = 6;

/**
 * How good a forest of these rows is, measured on what it did not see: grown on the older four fifths, asked about the
 * newest fifth and about two kinds of made trouble, each as many rows: one metric moved by six deviations, and rows put
 * together of the values of different moments (each usual by itself, their combination not).
 * @returns null where a fifth is too little to tell anything (under 10 rows)
 */
export function evaluate(rows: readonly (readonly number[])[], options: GrowOptions): Evaluation | null {
  const held = rows.slice(-Math.floor(rows.length / FIFTH));
  if (held.length < 10) return null;
  const seen = rows.slice(0, rows.length - held.length);
  const forest = stand(seen, options);
  const scored = (some: readonly (readonly number[])[]) => some.map((row) => standingScore(forest, row));
  const tail = tailOf(scored(seen));
  const usual = scored(held);
  const random = seededRandom(options.seed ^ 0x5eed);
  return {
    held_back: held.length,
    flagged: usual.filter((score) => rarityOf(score, tail) <= RULE.rarity.warn).length / usual.length,
    auc_spikes: areaUnderCurve(scored(held.map((row) => spiked(row, random))), usual),
    auc_broken: areaUnderCurve(scored(held.map(() => mixed(held, random))), usual),
  };
}

const below = (count: number, random: Random): number => Math.floor(random() * count);

function spiked(row: readonly number[], random: Random): number[] {
  const column = below(row.length, random);
  const by = random() < 0.5 ? -SPIKE : SPIKE;
  return row.map((value, index) => (index === column ? value + by : value));
}

function mixed(rows: readonly (readonly number[])[], random: Random): number[] {
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns }, (_, column) => rows[below(rows.length, random)]?.[column] ?? Number.NaN);
}
