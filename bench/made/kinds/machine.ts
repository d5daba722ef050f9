import { DAY, hiccups, jobs, schedule } from '../habits.ts';
import { at, type Kind } from '../kind.ts';
import { between, logBetween, normal, pareto } from '../random.ts';

/** Per cent, with work every hour or night, hiccups, and a bump at each deployment. */
export const cpu: Kind = {
  name: 'cpu_usage',
  bounds: [0, 100],
  decimals: 2,
  quiet(world) {
    const idle = between(1, 8, world.random);
    const busy = between(6, 40, world.random);
    const noise = world.noise(between(2, 12, world.random));
    const hourly = world.random() < 0.4;
    const work = schedule(
      world.minutes,
      { every: hourly ? 60 : DAY, offset: Math.floor(world.random() * 240), lasts: hourly ? 3 : 25 },
      world.random,
    );
    const heavy = world.random() < 0.7 ? between(6, 30, world.random) : 0;
    const hiccup = hiccups(world.minutes, between(2, 12, world.random), 4, world.random);
    const moved = world.moved();
    const starts = new Set(world.deployed.flatMap((minute) => [minute, minute + 1, minute + 2]));
    return world.each(
      (minute, load) =>
        idle +
        busy * at(moved, minute) * load * (1 + 0.05 * at(noise, minute) + 0.03 * normal(world.random)) +
        heavy * at(work, minute) +
        3 * at(hiccup, minute) +
        (starts.has(minute) ? 6 : 0),
    );
  },
  up: (value, severity) => value + (100 - value) * (0.45 + 0.5 * severity),
  down: (value, severity) => value * (0.3 - 0.25 * severity),
  faults: ['spike up', 'shift up', 'ramp up', 'shift down', 'dropout', 'variance'],
};

/** Per cent: fills slowly, is emptied in steps by the collector, and starts anew at each deployment. */
export const memory: Kind = {
  name: 'memory_usage',
  bounds: [0, 100],
  decimals: 2,
  quiet(world) {
    const base = between(22, 55, world.random);
    const room = between(1, 6, world.random);
    const period = between(15, 200, world.random);
    const noise = world.noise(between(30, 120, world.random));
    const fresh = new Set(world.deployed);
    let filled = 0;
    let since = 0;
    return world.each((minute, load) => {
      filled += load / period;
      if (filled > 1) filled = 0.1 * world.random();
      since = fresh.has(minute) ? 0 : since + 1;
      const warm = 6 * (1 - Math.exp(-since / 600));
      return base + warm + room * filled + 0.4 * at(noise, minute) + 0.1 * normal(world.random);
    });
  },
  up: (value, severity) => value + (100 - value) * (0.35 + 0.6 * severity),
  down: (value, severity) => value * (0.5 - 0.4 * severity),
  faults: ['ramp up', 'ramp up', 'shift up', 'spike down'],
};

/** Bytes a minute: heavy-tailed around the demand, with the backup at night. */
export const networkIn: Kind = {
  name: 'network_in',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 0,
  quiet(world) {
    const base = logBetween(20_000, 30_000_000, world.random);
    const spread = between(0.08, 0.3, world.random);
    const noise = world.noise(between(1, 6, world.random), 0.05);
    const backup = schedule(
      world.minutes,
      { every: DAY, offset: Math.floor(between(60, 300, world.random)), lasts: between(10, 45, world.random) },
      world.random,
    );
    const size = world.random() < 0.7 ? between(1, 6, world.random) : 0;
    return world.each(
      (minute, load) => base * (load * Math.exp(spread * at(noise, minute)) + size * at(backup, minute)),
    );
  },
  up: (value, severity) => value * (4 + 16 * severity),
  down: (value, severity) => value * (0.15 - 0.12 * severity),
  faults: ['spike up', 'shift up', 'shift down', 'dropout', 'flatline'],
};

/** Bytes a second: almost nothing, and a burst whenever the buffers are written out. */
export const diskWrites: Kind = {
  name: 'disk_writes',
  bounds: [0, Number.POSITIVE_INFINITY],
  decimals: 1,
  quiet(world) {
    const base = logBetween(500, 50_000, world.random);
    const flush = schedule(
      world.minutes,
      { every: Math.round(between(5, 30, world.random)), offset: 3, lasts: 1 },
      world.random,
    );
    const size = between(4, 20, world.random);
    return world.each(
      (minute, load) =>
        base * (load * Math.exp(0.25 * normal(world.random)) + size * at(flush, minute) * pareto(5, world.random)),
    );
  },
  up: (value, severity) => 8 * value + 80_000 + 3_000_000 * severity,
  faults: ['shift up', 'ramp up', 'shift up'],
};

/** 0–1 of a machine that runs jobs when somebody starts them: restless by habit. */
export const batchMachine: Kind = {
  name: 'machine_load',
  bounds: [0, 1],
  decimals: 6,
  quiet(world) {
    const idle = between(0.02, 0.1, world.random);
    const work = jobs(world.minutes, between(4, 20, world.random), [5, 90], world.random);
    const height = between(0.1, 0.25, world.random);
    const noise = world.noise(between(2, 10, world.random));
    return world.each(
      (minute) => (idle + height * at(work, minute)) * Math.exp(0.1 * at(noise, minute) + 0.04 * normal(world.random)),
    );
  },
  up: (value, severity) => Math.max(value, 0.75 + 0.25 * severity),
  faults: ['shift up', 'spike up', 'shift up'],
};

/** Per cent of the disk: it grows by a little each day and is cleared at night. Nearly a line. */
export const diskUsage: Kind = {
  name: 'disk_usage',
  bounds: [0, 100],
  decimals: 2,
  quiet(world) {
    const base = between(20, 60, world.random);
    const logs = between(0.2, 2, world.random);
    const growth = between(0, 0.25, world.random) / DAY;
    return world.each(
      (minute) => base + growth * minute + (logs * ((minute + DAY - 180) % DAY)) / DAY + 0.01 * normal(world.random),
    );
  },
  up: (value, severity) => value + (100 - value) * (0.2 + 0.7 * severity),
  faults: ['ramp up', 'shift up'],
};
