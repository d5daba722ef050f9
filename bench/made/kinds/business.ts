import { hiccups } from '../habits.ts';
import { at, type Kind } from '../kind.ts';
import { between, logBetween, normal, pick, poisson } from '../random.ts';

/** Orders, logins or payments a minute: a smooth day and little noise. */
export const transactions: Kind = {
  name: 'transactions',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 0,
  quiet(world) {
    const base = logBetween(60, 20_000, world.random);
    const noise = world.noise(between(3, 15, world.random));
    const size = between(0.01, 0.04, world.random);
    return world.each((minute, load) => poisson(base * load ** 1.5 * Math.exp(size * at(noise, minute)), world.random));
  },
  up: (value, severity) => value * (1.8 + 2 * severity),
  down: (value, severity) => value * (0.6 - 0.5 * severity),
  faults: ['shift down', 'spike down', 'dropout', 'spike up', 'shift down'],
};

/** Per cent of calls that succeed: within a hair of 100, with dips. */
export const successRate: Kind = {
  name: 'success_rate',
  bounds: [0, 100],
  decimals: 3,
  quiet(world) {
    const usual = between(0.01, 0.4, world.random);
    const hiccup = hiccups(world.minutes, between(1, 8, world.random), 4, world.random);
    return world.each(
      (minute) => 100 - usual * Math.exp(0.35 * normal(world.random)) - 0.5 * usual * at(hiccup, minute),
    );
  },
  down: (value, severity) => value - 3 - 55 * severity ** 2,
  faults: ['shift down', 'spike down', 'shift down'],
};

/** Per cent of reads that the cache answers. */
export const cacheHits: Kind = {
  name: 'cache_hit_rate',
  bounds: [0, 100],
  decimals: 2,
  quiet(world) {
    const usual = between(80, 97, world.random);
    const noise = world.noise(between(5, 40, world.random));
    const colds = new Map(world.deployed.map((minute) => [minute, 1]));
    let cold = 0;
    return world.each((minute, load) => {
      cold = colds.has(minute) ? 1 : 0.8 * cold;
      return usual + 1.5 * Math.log(load) + 0.6 * at(noise, minute) + 0.3 * normal(world.random) - 4 * cold;
    });
  },
  down: (value, severity) => value * (0.75 - 0.6 * severity),
  faults: ['shift down', 'spike down', 'flatline', 'variance'],
};

/** Tasks that run, free licences, replicas: a number that hardly ever changes. */
export const nearConstant: Kind = {
  name: 'running_tasks',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 2,
  quiet(world) {
    const usual = pick([2, 3, 4, 6, 12, 24], world.random);
    const starts = new Set(world.deployed);
    return world.each((minute) => (starts.has(minute) ? usual + 1 : usual)); // the new one comes before the old one goes
  },
  down: (value, severity) => Math.max(0, Math.floor(value * (0.55 - 0.5 * severity))),
  faults: ['shift down', 'dropout', 'shift down'],
};
