import { DAY } from './habits.ts';
import { autoregression, between, normal, pick, type Random, seeded } from './random.ts';
import { type MadePoint, START } from './series.ts';

/** A series that grows towards its limit, cut at the moment of the forecast. */
export interface Ramp {
  /** as in "leak_3" */
  name: string;
  /** seconds between points */
  step: number;
  bounds: readonly [number, number];
  limit: number;
  /** what a forecaster may see; the last point is its now */
  points: MadePoint[];
  /** what happens then, until a day after now, or after the crossing */
  future: MadePoint[];
  /** when the value without its noise reaches the limit, epoch seconds; null if it does not within two days of now */
  crosses: number | null;
}

/** The value without noise: `minute` counts from the start, `since` from the trouble's onset (negative before). */
type Line = (minute: number, since: number) => number;
interface Drawn {
  line: Line;
  /** minutes from the onset until now */
  age: number;
  limit: number;
  /** factor on the noise, 1 unless said */
  noise?: number;
}

const HISTORY = [4 * DAY, 10 * DAY] as const;
const LIMIT = 90;
const SOONEST = 30;

const wave =
  (size: number, peak: number): Line =>
  (minute) =>
    size * Math.cos((2 * Math.PI * (minute - peak)) / DAY);

/** Those that will cross: a straight leak, one that follows the demand, one that gets faster, a disk that fills. */
const CROSSING: Record<string, (random: Random) => Drawn> = {
  leak: (random) => {
    const { base, age, slope, day } = growth(random);
    return { age, limit: LIMIT, line: (minute, since) => base + day(minute, since) + slope * Math.max(0, since) };
  },
  busy_leak: (random) => {
    const { base, age, slope, day } = growth(random);
    const peak = random() * DAY;
    const grown = (since: number, minute: number) =>
      slope *
      (since - (0.5 * DAY * Math.sin((2 * Math.PI * (minute - peak)) / DAY)) / (2 * Math.PI) + offset(minute - since));
    const offset = (onset: number) => (0.5 * DAY * Math.sin((2 * Math.PI * (onset - peak)) / DAY)) / (2 * Math.PI);
    return {
      age,
      limit: LIMIT,
      line: (minute, since) => base + day(minute, since) + (since > 0 ? grown(since, minute) : 0),
    };
  },
  faster_leak: (random) => {
    const { base, age, slope, day, ahead } = growth(random);
    const bend = between(0.1, 0.5, random) / (age + ahead);
    const grown = (since: number) => (slope * since * (1 + bend * since)) / (1 + bend * (age + ahead));
    return { age, limit: LIMIT, line: (minute, since) => base + day(minute, since) + grown(Math.max(0, since)) };
  },
  filling_disk: (random) => {
    const ahead = between(0.1 * DAY, DAY, random);
    const slope = between(0.8, 6, random) / DAY;
    const logs = between(0.2, 2, random);
    const length = 10 * DAY;
    const base = LIMIT - slope * (length + ahead);
    return {
      age: length,
      limit: LIMIT,
      noise: 0.1,
      line: (minute, since) => base + slope * Math.max(0, since) + (logs * (minute % DAY)) / DAY,
    };
  },
};

/** A leak of some hours to two days that will need an hour to a day more. */
function growth(random: Random) {
  const base = between(20, 55, random);
  const age = between(180, 2 * DAY, random);
  const ahead = Math.min(DAY, age * between(0.25, 1.5, random));
  const slope = (LIMIT - base) / (age + ahead);
  const day = wave(between(0, 5, random), random() * DAY);
  return { base, age, ahead, slope, day };
}

/** Those that never will: busy days, growth that ends, a saw, a step, a leak that was stopped, nothing at all. */
const STAYING: Record<string, (random: Random) => Drawn> = {
  busy_day: (random) => {
    const size = between(8, 25, random);
    const day = wave(size, random() * DAY);
    const base = LIMIT - size - between(6, 20, random);
    return { age: 0, limit: LIMIT, line: (minute) => base + day(minute, 0) };
  },
  warming_up: (random) => {
    const base = between(20, 40, random);
    const room = between(0.4, 0.85, random) * (LIMIT - base);
    const pace = between(120, 900, random);
    return {
      age: pace * between(0.5, 3, random),
      limit: LIMIT,
      line: (_, since) => base + (since > 0 ? room * (1 - Math.exp(-since / pace)) : 0),
    };
  },
  saw: (random) => {
    const period = between(240, 1.2 * DAY, random);
    const base = between(20, 40, random);
    const height = between(0.4, 0.8, random) * (LIMIT - base);
    return { age: 0, limit: LIMIT, line: (minute) => base + (height * (minute % period)) / period };
  },
  step: (random) => {
    const base = between(20, 45, random);
    const height = between(0.3, 0.8, random) * (LIMIT - base);
    const day = wave(between(0, 3, random), random() * DAY);
    return {
      age: between(60, DAY, random),
      limit: LIMIT,
      line: (minute, since) => base + day(minute, since) + (since > 0 ? height : 0),
    };
  },
  stopped_leak: (random) => {
    const base = between(20, 45, random);
    const height = between(0.4, 0.8, random) * (LIMIT - base);
    const lasted = between(240, DAY, random);
    return {
      age: lasted + between(60, 600, random),
      limit: LIMIT,
      line: (_, since) => base + height * Math.min(1, Math.max(0, since) / lasted),
    };
  },
  quiet: (random) => {
    const base = between(20, 80, random);
    const day = wave(between(0, 3, random), random() * DAY);
    return { age: 0, limit: LIMIT, line: (minute) => base + day(minute, 0) };
  },
};

/** 80 that cross and 60 that do not, a fixed mixture of kinds. */
export function* makeRamps(seed: number, { crossing = 80, staying = 60 } = {}): Generator<Ramp> {
  yield* family(CROSSING, crossing, seed * 200_003);
  yield* family(STAYING, staying, seed * 200_003 + 100_000);
}

function* family(kinds: Record<string, (random: Random) => Drawn>, count: number, seed: number): Generator<Ramp> {
  const named = Object.entries(kinds);
  for (let i = 0; i < count; i++) {
    const [name, draw] = named[i % named.length] ?? [];
    if (name && draw) yield makeRamp(`${name}_${Math.floor(i / named.length)}`, draw, seeded(seed + i * 31));
  }
}

function makeRamp(name: string, draw: (random: Random) => Drawn, random: Random): Ramp {
  const { line, age, limit, noise: factor = 1 } = draw(random);
  const minutes = pick([1, 5], random);
  const now = Math.round(Math.max(between(...HISTORY, random), age + DAY));
  const onset = now - age;
  const clean = (minute: number) => line(minute, minute - onset);
  const crossing = firstAbove(clean, limit, 0, now + 2 * DAY);
  if (crossing !== undefined && crossing < now + SOONEST) return makeRamp(name, draw, random); // nothing left to foresee
  const until = (crossing ?? now) + DAY;
  const noise = autoregression(Math.ceil(until), between(3, 40, random), random);
  const size = factor * between(0.2, 1.2, random);
  const valueAt = (minute: number) =>
    Math.min(100, Math.max(0, clean(minute) + size * (noise[minute] ?? 0) + 0.3 * size * normal(random)));
  const all = Array.from({ length: Math.floor(until / minutes) }, (_, i) => ({
    at: START + 60 * i * minutes,
    value: Math.round(valueAt(i * minutes) * 1_000) / 1_000,
  }));
  const cut = Math.floor(now / minutes) + 1;
  return {
    name,
    step: 60 * minutes,
    bounds: [0, 100],
    limit,
    points: all.slice(0, cut),
    future: all.slice(cut),
    crosses: crossing === undefined ? null : START + 60 * crossing,
  };
}

function firstAbove(line: (minute: number) => number, limit: number, from: number, to: number): number | undefined {
  for (let minute = from; minute < to; minute++) if (line(minute) >= limit) return minute;
  return undefined;
}
