import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aService } from '#domain/fixtures.ts';
import { seriesId } from '#domain/series/series.ts';
import type { Service } from '#domain/service/service.ts';
import { harmless } from '../harmless.fixture.ts';
import type { PastPorts } from './loadPast.ts';

// A stored past in memory, for tests: each says only what happened.

export const SINCE = 1_800_000_000;
export const MINUTE = 60;

/** A value a minute from `SINCE` on. */
export const minutes = (count: number, value: (minute: number) => number): { at: number; value: number }[] =>
  Array.from({ length: count }, (_, minute) => ({ at: SINCE + minute * MINUTE, value: value(minute) }));

export interface ToldPast {
  services?: Service[];
  /** by series id */
  points?: Record<string, { at: number; value: number }[]>;
  episodes?: Anomaly[];
  now?: number;
  change?: Partial<PastPorts>;
}

export const pastPorts = ({
  services = [aService()],
  points = {},
  episodes = [],
  now,
  change,
}: ToldPast): PastPorts => ({
  services: { all: async () => services },
  series: {
    read: async ({ service, metric, from, until }) =>
      (points[seriesId(service, metric)] ?? []).filter(({ at }) => at >= from && at < until),
  },
  anomalies: { list: async () => ({ items: episodes, next_cursor: null }) },
  actions: { list: async () => ({ items: [], next_cursor: null }) },
  feedback: { all: async () => [] },
  ecs: { releases: async () => [] },
  types: new Map(['scale', 'restart_container'].map((name) => [name, harmless(name)])),
  configuration: Configuration.parse({}),
  clock: { now: () => now ?? SINCE + 86_400 },
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  ...change,
});
