import { DAY, hiccups, schedule } from '../habits.ts';
import { at, type Kind } from '../kind.ts';
import { between, logBetween, normal, poisson } from '../random.ts';

/** Milliseconds. The middle of the requests: calm, a little slower when busy. */
export const latencyMedian: Kind = {
  name: 'latency_p50',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 2,
  quiet(world) {
    const base = logBetween(4, 120, world.random);
    const slower = between(0.05, 0.35, world.random);
    const noise = world.noise(between(2, 15, world.random));
    const size = between(0.03, 0.1, world.random);
    const moved = world.moved();
    return world.each(
      (minute, load) =>
        base * at(moved, minute) * load ** slower * Math.exp(size * at(noise, minute) + 0.03 * normal(world.random)),
    );
  },
  up: (value, severity) => value * (1.8 + 8 * severity ** 2),
  faults: ['spike up', 'shift up', 'ramp up', 'variance'],
};

/** Milliseconds. The slowest in a hundred: heavy-tailed, with hiccups by habit. */
export const latencyTail: Kind = {
  name: 'latency_p99',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 1,
  quiet(world) {
    const base = logBetween(40, 900, world.random);
    const slower = between(0.1, 0.6, world.random);
    const noise = world.noise(between(1, 8, world.random), 0.04);
    const size = between(0.12, 0.3, world.random);
    const hiccup = hiccups(world.minutes, between(3, 25, world.random), 4, world.random);
    const moved = world.moved();
    return world.each(
      (minute, load) =>
        base *
        at(moved, minute) *
        load ** slower *
        (Math.exp(size * at(noise, minute) + 0.08 * normal(world.random)) + at(hiccup, minute) * 0.7),
    );
  },
  up: (value, severity) => value * (2.5 + 12 * severity ** 2),
  faults: ['spike up', 'shift up', 'ramp up'],
};

/** Share of requests that failed: zero most of the time, single errors, and more of them when busy. */
export const errorRate: Kind = {
  name: 'error_rate',
  bounds: [0, 1],
  decimals: 5,
  quiet(world) {
    const requests = logBetween(80, 6_000, world.random);
    const share = logBetween(0.00003, 0.002, world.random);
    return world.each((_, load) => {
      const served = Math.max(1, poisson(requests * load, world.random));
      const bad = world.random() < 0.003 ? 6 : 1; // a client that retries
      return Math.min(served, poisson(served * share * bad, world.random)) / served;
    });
  },
  up: (value, severity) => value + 0.02 + 0.4 * severity ** 2,
  faults: ['spike up', 'shift up', 'ramp up'],
};

/** Failed requests a minute, whole numbers: zeros with rare errors. */
export const errorCount: Kind = {
  name: 'errors_5xx',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 0,
  quiet(world) {
    const mean = logBetween(0.005, 0.5, world.random);
    return world.each((_, load) => poisson(mean * load * (world.random() < 0.002 ? 8 : 1), world.random));
  },
  up: (value, severity) => value + 12 + 250 * severity ** 2,
  faults: ['spike up', 'shift up', 'ramp up'],
};

/** Requests a second. */
export const requestRate: Kind = {
  name: 'request_rate',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 2,
  quiet(world) {
    const base = logBetween(2, 400, world.random);
    const spread = between(0.02, 0.08, world.random);
    const batch = schedule(
      world.minutes,
      { every: world.random() < 0.5 ? 60 : DAY, offset: Math.floor(world.random() * 60), lasts: 3 },
      world.random,
    );
    const extra = world.random() < 0.4 ? between(0.15, 0.6, world.random) : 0;
    return world.each((minute, load) => {
      const mean = 60 * base * (load * Math.exp(spread * normal(world.random)) + extra * at(batch, minute));
      return poisson(mean, world.random) / 60;
    });
  },
  up: (value, severity) => value * (2.2 + 4 * severity),
  down: (value, severity) => value * (0.45 - 0.4 * severity),
  faults: ['shift down', 'dropout', 'spike up', 'shift up', 'flatline'],
};

/** Messages waiting: near zero, filled by a batch every hour or night, emptied again. */
export const queueLength: Kind = {
  name: 'queue_length',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 0,
  quiet(world) {
    const mean = logBetween(1, 60, world.random);
    const batch = schedule(
      world.minutes,
      { every: world.random() < 0.6 ? 60 : DAY, offset: Math.floor(world.random() * 60), lasts: 2 },
      world.random,
    );
    const size = mean * between(3, 15, world.random);
    const drains = between(0.5, 0.85, world.random);
    let backlog = 0;
    return world.each((minute, load) => {
      backlog = drains * backlog + size * at(batch, minute) * (1 - drains);
      return poisson(mean * load ** 2 * Math.exp(0.3 * normal(world.random)) + backlog, world.random);
    });
  },
  up: (value, severity) => 3 * value + 300 + 6_000 * severity ** 2,
  faults: ['ramp up', 'shift up', 'spike up'],
};

/** Per cent of the connections in use: few, whole numbers behind it. */
export const connectionPool: Kind = {
  name: 'connection_pool_usage',
  bounds: [0, 100],
  decimals: 1,
  quiet(world) {
    const size = Math.round(logBetween(10, 200, world.random));
    const mean = size * between(0.03, 0.35, world.random);
    const noise = world.noise(between(2, 10, world.random));
    const hiccup = hiccups(world.minutes, between(0, 6, world.random), 3, world.random);
    return world.each((minute, load) => {
      const used = poisson(mean * load * Math.exp(0.12 * at(noise, minute)), world.random);
      return (100 * Math.min(size, used + 0.08 * size * at(hiccup, minute))) / size;
    });
  },
  up: (value, severity) => value + (100 - value) * (0.5 + 0.5 * severity),
  faults: ['ramp up', 'shift up', 'spike up'],
};
