import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Configuration } from '#domain/configuration/configuration.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { isStale } from '#domain/policy/evaluate.ts';
import { FAR, type Lane, NEAR, SOON } from '#domain/prediction/lane.ts';
import { type Limit, limitOf } from '#domain/prediction/limit.ts';
import { outlookOf } from '#domain/prediction/outlook.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import { type Due, dueNow } from '#domain/prediction/rhythm.ts';
import { shardOf } from '#domain/series/shard.ts';
import type { Service } from '#domain/service/service.ts';
import type {
  AnomalyTable,
  LatestValue,
  LatestValues,
  LoadedPredictions,
  Log,
  Marks,
  PolicyStore,
  PredictionStore,
  ServiceCatalog,
} from '#ports';
import { advanceAll, byId, idOf, type Made, type Watched } from './advanceBreaches.ts';
import { type ForecastPorts, forecastSeries } from './forecastSeries.ts';

export interface ForecastAllPorts extends ForecastPorts {
  services: Pick<ServiceCatalog, 'all'>;
  policies: Pick<PolicyStore, 'all'>;
  latest: LatestValues;
  predictions: PredictionStore;
  anomalies: Pick<AnomalyTable, 'foreseen' | 'put'>;
  marks: Pick<Marks, 'raise'>;
  configuration: Pick<Configuration, 'limits' | 'shards'>;
  /** milliseconds left */
  remaining(): number;
  log: Log;
}

/** At most so many series a run: what is left is due in the next one, most urgent first. Sixty a minute are 3,600 an hour. */
const MOST_A_RUN = 60;
/** So many histories are read at a time, while the models compute one after another. */
const AT_ONCE = 4;
/** No series is begun with less time than this left; and none with the dear models, ten seconds at most each and one after
 *  another, with less than that. */
const ENOUGH_MS = 15_000;
const THOROUGH_MS = 35_000;
const MINUTE = 60;

export interface ForecastRun {
  due: number;
  made: number;
  /** episodes of foreseen breaches that were opened, updated or ended */
  changed: readonly Anomaly[];
}

/**
 * Forecasts what is due, keeps it, and tells the breaches that it foresees. Of two wake-ups for one minute one works. What
 * is kept is written before what is told, so that a policy that wakes on an episode finds the forecast behind it; an
 * episode that was not told for a crash is told by a later run, for whoever is open is asked of the table itself.
 */
export async function forecastAll(ports: ForecastAllPorts): Promise<ForecastRun | 'taken'> {
  const { clock, marks, configuration, log } = ports;
  const now = Math.floor(clock.now());
  if (!(await marks.raise('forecast', Math.floor(now / MINUTE) * MINUTE))) return 'taken';
  const [services, latest, policies, open] = await Promise.all([
    ports.services.all(),
    ports.latest.of(),
    ports.policies.all(),
    ports.anomalies.foreseen(),
  ]);
  const watched = watchedSeries(services, latest, (service, metric) =>
    limitOf(service, metric, { policies, limits: configuration.limits, services }),
  );
  const run = { due: 0, made: 0, changed: [] as Anomaly[] };
  for (const shard of shardsFrom(Math.floor(now / MINUTE), configuration.shards)) {
    const loaded = await ports.predictions.load(shard);
    const inShard = (service: string) => shardOf(service, configuration.shards) === shard;
    const here = watched.filter(({ service }) => inShard(service.name));
    const due = mostUrgent(here, loaded, now, MOST_A_RUN - run.due);
    const made = await inTurns(due, ports);
    const told = advanceAll({ here, loaded, made, open: open.filter(({ service }) => inShard(service)), now });
    run.due += due.length;
    run.made += made.size;
    if (made.size > 0 || told.changed.length > 0) await keep(loaded, told.predictions, ports);
    for (const anomaly of told.changed) {
      if (await ports.anomalies.put(anomaly)) run.changed.push(anomaly);
    }
  }
  log.info('forecast', { watched: watched.length, due: run.due, made: run.made, changed: run.changed.length });
  return run;
}

/** Every shard, from another one on each minute: where more is due than a run does, none is always the last. */
const shardsFrom = (minute: number, shards: number): number[] =>
  Array.from({ length: shards }, (_, index) => (minute + index) % shards);

/** Series that say something now and have a limit. */
function watchedSeries(
  services: readonly Service[],
  latest: readonly LatestValue[],
  limit: (service: Service, metric: string) => Limit | null,
): Watched[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  return latest.flatMap((value) => {
    const service = byName.get(value.service);
    const found = service && limit(service, value.metric);
    return service && found ? [{ service, metric: value.metric, latest: value, limit: found }] : [];
  });
}

function mostUrgent(
  here: readonly Watched[],
  { predictions }: LoadedPredictions,
  now: number,
  most: number,
): (Watched & { due: Due })[] {
  const known = byId(predictions);
  return here
    .filter(({ latest }) => !isStale(latest, now))
    .flatMap((one) => {
      const due = dueNow(known.get(idOf(one)), one.latest, one.limit, now);
      return due ? [{ ...one, due }] : [];
    })
    .sort((a, b) => a.due.urgency - b.due.urgency)
    .slice(0, Math.max(0, most));
}

/** Forecasts what is due as long as there is time, some at once. One that fails is said to have failed, and tried again. */
async function inTurns(due: readonly (Watched & { due: Due })[], ports: ForecastAllPorts): Promise<Map<string, Made>> {
  const made = new Map<string, Made>();
  const left = [...due];
  const worker = async () => {
    for (let one = left.shift(); one && ports.remaining() > ENOUGH_MS; one = left.shift()) {
      made.set(idOf(one), await forecastLanes(one, ports));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return made;
}

const LANES = { soon: SOON, near: NEAR, far: FAR };

async function forecastLanes(one: Watched & { due: Due }, ports: ForecastAllPorts): Promise<Made> {
  const made: Made = {};
  for (const lane of one.due.lanes) made[lane] = await forecastLane(one, LANES[lane], ports);
  return made;
}

async function forecastLane(
  { service, metric, latest, due }: Watched & { due: Due },
  lane: Lane,
  ports: ForecastAllPorts,
): Promise<Prediction['near']> {
  const made_at = Math.floor(ports.clock.now());
  try {
    const wanted = {
      service: service.name,
      metric,
      lane,
      resolution: latest.step,
      asFarAsHonest: true,
      thorough: due.moves && ports.remaining() > THOROUGH_MS,
    };
    const { made, span } = await forecastSeries(wanted, ports);
    if (made.outcome === 'abstained') return { abstained: made.reason, made_at, span };
    return outlookOf(made, metricDefinition(metric).bad, made_at);
  } catch (error) {
    ports.log.error('series not forecast', { service: service.name, metric, lane: lane.name, error });
    return { abstained: 'It could not be computed; the log says why.', made_at, span: 0 };
  }
}

/** Another run wrote in between only if this one lasted beyond its minute: the newer forecast of each series is kept. */
async function keep(
  loaded: LoadedPredictions,
  predictions: readonly Prediction[],
  { predictions: store, log }: ForecastAllPorts,
): Promise<void> {
  if ((await store.save(loaded, predictions)) === 'saved') return;
  log.warn('another run wrote these forecasts, which are newer', { shard: loaded.shard });
}
