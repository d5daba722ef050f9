import { type Random, seeded } from '../detection/made.fixture.ts';
import { aValue } from '../fixtures.ts';
import { toInstant } from '../time.ts';
import type { Reading } from './action.ts';
import { type Judged, judgeOutcome } from './verdict.ts';

// Made outcomes of an action, read by verification as it reads them: each reading some seconds late, one look every five.

/** How it went in truth. */
export type Truth =
  | 'fixed'
  | 'no_effect'
  | 'harmful'
  | 'rising' // it goes on getting worse as it did, whatever was done
  | 'healed_before'
  | 'healed_as_foreseen'
  | 'healed_with_peers'
  | 'no_data';

/** Half of the usual band, from and to: of a quiet metric, and of one that strays or has just climbed. */
export const BANDS = { narrow: [2, 8], wide: [8, 30] } as const;
export type Band = keyof typeof BANDS;

const EXPECTED = 40;
const LOOK = 5;
const START = 1_800_000_000;

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** One trial: what verification says in the end of an outcome of this kind. */
export function trial(truth: Truth, step: number, seed: number, width: Band = 'narrow'): Judged {
  const random = seeded(seed * 7_919 + step);
  const [narrowest, widest] = BANDS[width];
  const band = between(random, narrowest, widest);
  const spread = band * between(random, 0.3, 0.6);
  const size = band * 2 * 8 ** random() + 12; // of the trouble, beyond the floor
  // a steady trouble, or one that lets single readings through
  const through = truth === 'no_effect' && random() < 0.3 ? between(random, 0.1, 0.6) : 0;
  const seen = truth === 'healed_as_foreseen' ? between(random, 6, 30) : between(random, 2, 30);
  const act = seen * step;
  const settle = act + between(random, 15, 60);
  const within = Math.max(between(random, 90, 180), 3 * step);
  const late = between(random, 0, step === 10 ? 20 : 90);
  const effect = between(random, act + 15, settle);
  const healed = {
    // within the last period before the action nobody can tell the two apart at one reading a minute
    healed_before: act - between(random, step === 10 ? 0 : step, Math.min(6, seen - 1) * step),
    healed_with_peers: between(random, act + 15, settle + within / 2),
    healed_as_foreseen: between(random, settle, settle + within * 0.8),
  };
  const curved = random() < 0.5;
  // new tasks take their share one after another
  const gradual = between(random, 1, 40);

  /** the level of the trouble at a time */
  function trouble(t: number): number {
    if (t < 0) return 0;
    switch (truth) {
      case 'fixed':
        return size * Math.max(0, Math.min(1, 1 - (t - effect) / gradual));
      case 'harmful':
        return t >= effect ? size * 2.5 : size;
      case 'rising':
        return size * (1 + t / act);
      case 'healed_before':
      case 'healed_with_peers':
        return t >= healed[truth] ? 0 : size;
      case 'healed_as_foreseen': {
        const left = Math.max(0, 1 - t / healed[truth]);
        return size * (curved ? left ** 2 : left);
      }
      default:
        return size;
    }
  }
  const readings: (Reading & { seenAt: number })[] = [];
  const last = settle + within * 2 + 6 * step;
  for (let at = 0; at < last; at += step) {
    const parts = 10;
    let mean = 0;
    for (let part = 0; part < parts; part++) mean += trouble(at + ((part + 0.5) * step) / parts) / parts;
    const let_through = random() < through;
    const value = EXPECTED + (let_through ? 0 : mean) + spread * normal(random);
    const shown = truth !== 'no_data' || at + step < act;
    if (shown) {
      const seenAt = at + step + late;
      readings.push({ at: toInstant(START + at), metric: 'cpu_usage', value, unit: '%', seenAt });
    }
  }
  const peers = (now: number) =>
    truth === 'healed_with_peers'
      ? ['users', 'payments'].map((service) => ({ service, healthy: now > healed.healed_with_peers }))
      : random() < 0.3
        ? [{ service: 'users', healthy: false }]
        : [];
  const latest = aValue({
    metric: 'cpu_usage',
    expected: EXPECTED,
    lower: EXPECTED - band,
    upper: EXPECTED + band,
  });
  const before = readings.filter(({ seenAt }) => seenAt <= act);
  if (before.length === 0 && readings[0]) before.push(readings[0]);
  const known = new Set(before);
  for (let now = settle; ; now += LOOK) {
    const after = readings.filter((reading) => reading.seenAt <= now && !known.has(reading));
    const heard = Math.max(0, ...readings.filter(({ seenAt }) => seenAt <= now).map(({ seenAt }) => seenAt - late));
    const waited = now - settle >= within + 180 ? now - settle : Math.min(now - settle, heard - settle);
    const judged = judgeOutcome({
      cause: { kind: 'anomaly', id: 'anomaly_1', metric: 'cpu_usage', direction: 'up' },
      before,
      after,
      step,
      actedAt: START + act,
      settledAt: START + settle,
      soonest: 10,
      latest,
      expect: null,
      peers: peers(now - late),
      waited,
      within,
    });
    if (judged.verdict !== 'not_yet') return judged;
  }
}

/** How often each verdict was given, as shares. */
export function shares(truth: Truth, step: number, trials: number, width: Band): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let seed = 0; seed < trials; seed++) {
    const { verdict } = trial(truth, step, seed, width);
    counts[verdict] = (counts[verdict] ?? 0) + 1 / trials;
  }
  return counts;
}
