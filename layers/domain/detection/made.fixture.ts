import type { Sample } from '../sample/sample.ts';

// Made series like those of the demo fleet at ten seconds, for tests: written and seeded before the detector was tuned,
// with the levels and the noise that the fleet's processes showed on a machine of two cores, and heavier tails.

export const STEP = 10;
export const START = 1_800_000_000;

export type Random = () => number;

/** mulberry32 */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
const poisson = (mean: number, random: Random): number =>
  Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));

export type Figures = Record<string, number>;

/** One quiet window of a service that serves some 17 requests a second with two tasks. */
export function quiet(at: number, random: Random): Figures {
  const daily = 1 + 0.1 * Math.cos((2 * Math.PI * (at - 54_000)) / 86_400);
  const requests = poisson(17 * STEP * daily, random);
  const hiccup = random() < 0.02 ? 100 + 700 * random() : 0; // a garbage collection, a neighbour on the machine
  const p50 = 12 * Math.exp(0.15 * normal(random));
  const errors = random() < 0.01 ? 1 + Math.floor(2 * random()) : 0;
  return {
    cpu_usage: 18 * daily + 1.5 * normal(random) + (random() < 0.01 ? 8 * random() : 0),
    memory_usage: 30 + 0.6 * Math.sin(at / 700) + 0.2 * normal(random),
    error_rate: errors / Math.max(1, requests),
    latency_p50: p50,
    latency_p95: p50 * 2.5 * Math.exp(0.3 * normal(random)) + hiccup / 4,
    latency_p99: p50 * 5 * Math.exp(0.5 * normal(random)) + hiccup,
    request_rate: requests / STEP,
    connection_pool_usage: Math.abs(0.8 + 0.4 * normal(random)) + hiccup / 80,
    running_tasks: 2,
  };
}

export const samplesOf = (service: string, at: number, figures: Figures): Sample[] =>
  Object.entries(figures).map(([metric, value]) => ({ service, metric, source: 'cloudwatch', at, step: STEP, value }));

/** How each fault shows, `t` seconds after it was set, in a window that lasts from t - 10 to t. */
export const faults: Record<string, (figures: Figures, t: number) => Figures> = {
  'memory-leak': (figures, t) => ({
    ...figures,
    memory_usage: (figures.memory_usage ?? 0) + mean((at) => 0.82 * at, t),
  }),
  'cpu-burn': (figures, t) => ({
    ...figures,
    cpu_usage: mean((at) => (at > 0 ? 95 : 18), t),
    latency_p99: mean((at) => (at > 0 ? 60 + 60 * at : 60), t),
  }),
  latency: (figures, t) => ({
    ...figures,
    latency_p50: t < 5 ? 15 : 380,
    latency_p95: t < 1 ? 30 : 700,
    latency_p99: t < 1 ? 60 : 1_000,
  }),
  errors: (figures, t) => ({ ...figures, error_rate: mean((at) => (at > 0 ? 1 / 3 : 0), t) }),
  'connection-leak': (figures, t) => ({
    ...figures,
    connection_pool_usage: Math.min(100, 1 + mean((at) => 2.9 * at, t)),
  }),
  crash: (figures, t) => ({
    ...figures,
    running_tasks: t <= 25 ? 0 : 2,
    error_rate: mean((at) => (at > 0 && at < 16 ? 1 : 0), t),
  }),
  // two tasks that live for five seconds after fifteen of starting, one a little after the other
  'bad-version': (figures, t) => ({
    ...figures,
    running_tasks: 0,
    error_rate: mean((at) => (at > 0 && (at + 5) % 20 > 7 ? 1 : 0), t),
  }),
  'traffic-surge': (figures, t) => ({
    ...figures,
    request_rate: mean((at) => (at > 0 ? 42 : 17), t),
    cpu_usage: mean((at) => (at > 0 ? 45 : 18), t),
  }),
};

/** Mean over the window of what is 0 before the fault. */
function mean(of: (t: number) => number, until: number): number {
  let sum = 0;
  for (let i = 0; i < STEP; i++) {
    const at = until - STEP + i + 0.5;
    sum += of(Math.max(at, 0));
  }
  return sum / STEP;
}
