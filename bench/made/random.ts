import type { Random } from '#domain/detection/made.fixture.ts';

export { type Random, seeded } from '#domain/detection/made.fixture.ts';

export const between = (low: number, high: number, random: Random): number => low + (high - low) * random();

/** Uniform on the scale of orders of magnitude. */
export const logBetween = (low: number, high: number, random: Random): number =>
  low * Math.exp(Math.log(high / low) * random());

export function pick<T>(from: readonly [T, ...T[]] | readonly T[], random: Random): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's product below 30, the normal approximation above. */
export function poisson(mean: number, random: Random): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit || count < 0; count += 1) product *= random();
  return Math.max(0, count);
}

/** At least 1; the smaller `shape`, the heavier the tail. */
export const pareto = (shape: number, random: Random): number => (1 - random()) ** (-1 / shape);

/** First-order autoregression of unit variance.
 *  @param memory  minutes after which 1/e of a disturbance is left
 *  @param tail    share of innovations that are four times as large */
export function autoregression(minutes: number, memory: number, random: Random, tail = 0.02): Float64Array {
  const keep = Math.exp(-1 / memory);
  const fresh = Math.sqrt((1 - keep * keep) / (1 + 15 * tail));
  let state = normal(random);
  return Float64Array.from({ length: minutes }, () => {
    const heavy = random() < tail ? 4 : 1;
    state = keep * state + fresh * heavy * normal(random);
    return state;
  });
}
