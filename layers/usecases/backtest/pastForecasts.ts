import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { ownModels } from '#domain/forecast/forecast.ts';
import { conditionOf, namedIn } from '#domain/policy/condition.ts';
import { targetsOf } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import { parseSeriesId, seriesId } from '#domain/series/series.ts';
import { knownService } from '#domain/service/name.ts';
import type { Service } from '#domain/service/service.ts';
import { type ForecastAllPorts, forecastAll } from '../forecastAll.ts';
import { rememberedWeeks } from '../weeksOf.ts';
import type { Past, PastWorld } from './pastWorld.ts';

/** The series whose forecasts the policies ask for. */
export function forecastSeriesOf(policies: readonly Policy[], services: readonly Service[]): Set<string> {
  const names = services.map(({ name }) => name);
  const asked = new Set<string>();
  for (const policy of policies) {
    const condition = conditionOf(policy.condition);
    for (const named of condition ? namedIn(condition) : []) {
      if (named.kind !== 'forecast') continue;
      const of =
        named.service === null
          ? targetsOf(policy, services).map(({ name }) => name)
          : [knownService(named.service, names)];
      for (const service of of) asked.add(seriesId(service, named.metric));
    }
  }
  return asked;
}

/**
 * Forecasts made again as they were then: the very use case that forecasts live, each minute, from what had come by that
 * minute. The models are our own; the dear ones of WebAssembly, which live join where a series moves, would take hours.
 */
export class PastForecasts {
  readonly #world: PastWorld;
  readonly #ports: ForecastAllPorts;
  #predictions: readonly Prediction[] = [];
  readonly #open = new Map<string, Anomaly>();
  /** forecasts that were made */
  made = 0;

  constructor({ policies, services, timelines, configuration }: Past, asked: ReadonlySet<string>, world: PastWorld) {
    this.#world = world;
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const read = async (series: string, from: number, until: number) => timelines.get(series)?.read(from, until) ?? [];
    this.#ports = {
      services: { all: async () => [...services] },
      policies: { all: async () => [...policies] },
      latest: {
        of: async () =>
          [...asked].flatMap((id) => {
            const { service, metric } = parseSeriesId(id);
            return world.latest(service, metric) ?? [];
          }),
      },
      predictions: {
        all: async () => [...this.#predictions],
        load: async (shard) => ({ shard, version: undefined, predictions: this.#predictions }),
        save: async (_loaded, predictions) => {
          this.#predictions = predictions;
          return 'saved';
        },
      },
      anomalies: {
        foreseen: async () => [...this.#open.values()],
        put: async (anomaly) => {
          if (anomaly.status === 'open') this.#open.set(anomaly.id, anomaly);
          else this.#open.delete(anomaly.id);
          return true;
        },
      },
      marks: { raise: async () => true },
      configuration: { limits: configuration.limits, shards: 1 },
      history: { read },
      tail: { read: async () => [] },
      models: ownModels,
      weeks: rememberedWeeks(),
      remaining: () => Number.POSITIVE_INFINITY,
      clock: { now: () => world.now },
      log,
    };
  }

  /** What is forecast at this minute. */
  async run(): Promise<void> {
    const run = await forecastAll(this.#ports);
    if (run === 'taken') return;
    this.made += run.made;
    this.#world.foreseen = { predictions: this.#predictions, told: [...this.#open.values()] };
  }
}
