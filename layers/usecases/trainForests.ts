import { isDue, trainForest } from '#domain/forest/train.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import type { Clock, ForestModels, ForestSwitch, HistoryStore, LatestValues, Log, ServiceCatalog } from '#ports';
import { readSeries, type SeriesPoint } from './readSeries.ts';

/** A week holds the week's rhythm; at ten seconds, where a week is sixty thousand moments, the last day does. */
const LONGEST_SECONDS = 7 * 86_400;
const MOST_MOMENTS = 10_000;

export interface TrainPorts {
  forest: Pick<ForestSwitch, 'read'>;
  models: ForestModels;
  services: Pick<ServiceCatalog, 'all'>;
  latest: LatestValues;
  history: Pick<HistoryStore, 'read'>;
  tail: { read(series: string): Promise<SeriesPoint[]> };
  clock: Clock;
  log: Log;
  /** whether there is time for one more service */
  timeLeft(): boolean;
}

/**
 * Trains the forests that are due, those that waited longest first, as far as the time reaches; the rest is done by the
 * next run. While the forest is switched off nothing is trained. A service that fails is told, and holds up no other.
 * @returns the services whose forest is new
 */
export async function trainForests(ports: TrainPorts): Promise<string[]> {
  const { forest, models, services, latest, clock, log } = ports;
  if (!(await forest.read()).enabled) return [];
  const now = Math.floor(clock.now());
  const watched = await services.all();
  const known = await Promise.all(watched.map(async ({ name }) => ({ name, stored: await models.summary(name) })));
  const due = known
    .filter(({ stored }) => isDue(stored?.summary, now))
    .sort((a, b) => (a.stored?.summary.trained_at ?? 0) - (b.stored?.summary.trained_at ?? 0));
  if (due.length === 0) return [];
  const values = Map.groupBy(await latest.of(due.map(({ name }) => name)), ({ service }) => service);
  const trained: string[] = [];
  for (const { name, stored } of due) {
    if (!ports.timeLeft()) {
      log.warn('no time for all forests: the next run goes on', { trained: trained.length, due: due.length });
      break;
    }
    try {
      const outcome = await trainOne(name, values.get(name) ?? [], stored, now, ports);
      if (outcome === 'saved') trained.push(name);
    } catch (error) {
      log.error('a forest was not trained', { service: name, error });
    }
  }
  return trained;
}

async function trainOne(
  service: string,
  values: readonly LatestValue[],
  stored: Awaited<ReturnType<ForestModels['summary']>>,
  now: number,
  ports: TrainPorts,
): Promise<'saved' | 'conflict' | 'nothing'> {
  const step = usualStep(values);
  if (step === undefined) return 'nothing';
  const from = now - Math.min(LONGEST_SECONDS, MOST_MOMENTS * step);
  const of = values.filter((value) => value.step === step); // one row is one moment: what comes at other times has no place in it
  const series = await Promise.all(
    of.map(
      async ({ metric }) => [metric, await readSeries({ service, metric, from, until: now + step }, ports)] as const,
    ),
  );
  const model = trainForest(
    { service, step, series: new Map(series) },
    { version: (stored?.summary.version ?? 0) + 1, trainedAt: now },
  );
  const outcome = await ports.models.put(model, stored?.etag);
  const { samples, rows, version, evaluation } = model.summary;
  ports.log.info('forest', { service, outcome, version, samples, rows, evaluation });
  return outcome;
}

/** The step that most of the series have; of two as usual, the finer. */
function usualStep(values: readonly LatestValue[]): number | undefined {
  const bySteps = [...Map.groupBy(values, ({ step }) => step)];
  return bySteps.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || a - b)[0]?.[0];
}
