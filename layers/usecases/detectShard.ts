import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { SampleBatch } from '#domain/sample/sample.ts';
import { foldShard, type Shard, type ShardFold } from '#domain/shard/shard.ts';
import type { AnomalyTable, Clock, HistoryStore, Log } from '#ports';
import type { ForestVoice } from './askForests.ts';

/** The shard's state between batches. `save` answers 'conflict' when another worker wrote in between. */
export interface ShardStates {
  load(shard: number): Promise<LoadedShard>;
  save(loaded: LoadedShard, state: Shard): Promise<'saved' | 'conflict'>;
}
export interface LoadedShard {
  shard: number;
  etag: string | undefined;
  state: Shard;
}
export interface DetectPorts {
  states: ShardStates;
  anomalies: Pick<AnomalyTable, 'put'>;
  history: Pick<HistoryStore, 'put'>;
  /** services that an action of ours changes now */
  acting(): Promise<ReadonlySet<string>>;
  /** what feedback made of the false episodes that a series is allowed, by its id */
  budgets(): Promise<ReadonlyMap<string, number>>;
  /** what the isolation forests make of the services as a whole */
  forests: ForestVoice;
  clock: Clock;
  log: Log;
}

const TRIES = 4;

/**
 * Folds batches of one shard, in their order, into its state. What is written before the state (anomalies, history) is
 * conditional or the same bytes again, so a batch that comes twice, or a crash in between, changes nothing.
 * @returns what changed
 * @throws when the state could not be saved: the batch comes again
 */
export async function detectShard(
  shard: number,
  batches: readonly SampleBatch[],
  ports: DetectPorts,
): Promise<Anomaly[]> {
  const samples = batches.flatMap((batch) => batch.samples);
  const services = new Set(samples.map(({ service }) => service));
  const [acting, budgets] = await Promise.all([ports.acting(), ports.budgets()]);
  for (let tries = 1; tries <= TRIES; tries++) {
    const loaded = await ports.states.load(shard);
    const around = { now: ports.clock.now(), acting, budgets };
    const folded = foldShard(loaded.state, samples, around);
    const asked = await ports.forests({ shard, state: folded.shard, services, ...around }, ports.log);
    const changed = [...folded.changed, ...asked.changed];
    await writeDown({ ...folded, changed }, ports);
    if ((await ports.states.save(loaded, folded.shard)) === 'saved') {
      await asked.keep();
      return changed;
    }
    ports.log.warn('another worker wrote this shard, folding again', { shard, tries });
  }
  throw new Error(
    `shard ${shard} was written by others ${TRIES} times in a row: is more than one reader on its queue?`,
  );
}

async function writeDown(
  { changed, full, failed }: ShardFold,
  { anomalies, history, log }: DetectPorts,
): Promise<void> {
  for (const { series, reason } of failed) log.error('series set aside', { series, reason });
  await Promise.all([...changed.map((anomaly) => anomalies.put(anomaly)), history.put(full)]);
  for (const anomaly of changed) {
    log.info('anomaly', {
      id: anomaly.id,
      status: anomaly.status,
      level: anomaly.level,
      service: anomaly.service,
      metric: anomaly.metric,
    });
  }
}
