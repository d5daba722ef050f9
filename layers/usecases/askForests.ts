import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { isReady } from '#domain/forest/model.ts';
import { byService, momentsOf, residualsOf, sourceOf, troubleOf } from '#domain/forest/residuals.ts';
import { RULE } from '#domain/forest/rule.ts';
import { emptyWatch, endWatch, evidenceOf, type ForestWatch, watchService } from '#domain/forest/watch.ts';
import { seriesId } from '#domain/series/series.ts';
import type { Shard } from '#domain/shard/shard.ts';
import type { ForestModels, ForestSwitch, ForestWatches, LoadedWatches, Log, StoredForest } from '#ports';

/** The switch is read so often at most: who switches sees it within half a minute. */
const SWITCH_SECONDS = 30;
/** A service's forest changes a few times a day, so its object is asked for a newer one no more often than this. */
const MODEL_SECONDS = 300;
/** One that is not there, or not ready, is about to be. */
const SOON_SECONDS = 60;

export interface ForestPorts {
  forest: Pick<ForestSwitch, 'read'>;
  models: Pick<ForestModels, 'get'>;
  watches: ForestWatches;
}

export interface Batch {
  shard: number;
  /** after the batch was folded */
  state: Shard;
  /** those that the batch has samples of */
  services: ReadonlySet<string>;
  now: number;
  acting: ReadonlySet<string>;
  budgets: ReadonlyMap<string, number>;
}

export interface Asked {
  changed: Anomaly[];
  /** To be called when the shard is saved: what the forests keep is written, where it changed. */
  keep(): Promise<void>;
}

export type ForestVoice = (batch: Batch, log: Log) => Promise<Asked>;

const nothing: Asked = { changed: [], keep: async () => {} };
/** What feedback on a service's multivariate episodes moves stands under this metric. */
export const FOREST_METRIC = 'multivariate';

/**
 * The forests as a voice of detection, to be kept between batches. It is an extra voice: whatever fails here is told, and
 * detection goes on without it.
 */
export function forestVoice(ports: ForestPorts): ForestVoice {
  const enabled = everySoOften(
    () => SWITCH_SECONDS,
    false,
    async () => (await ports.forest.read()).enabled,
  );
  const models = new Map<string, (now: number) => Promise<StoredForest | undefined>>();
  /** A shard has one writer, so what was read or written last is what there is; a write that is refused tells otherwise. */
  const held = new Map<number, LoadedWatches>();
  const ended = new Set<number>();

  function modelOf(service: string, now: number): Promise<StoredForest | undefined> {
    let known: StoredForest | undefined;
    const asked =
      models.get(service) ??
      everySoOften<StoredForest | undefined>(patience, undefined, async () => {
        known = await ports.models.get(service, known);
        return known;
      });
    models.set(service, asked);
    return asked(now);
  }

  async function load(shard: number): Promise<LoadedWatches> {
    const loaded = held.get(shard) ?? (await ports.watches.load(shard));
    held.set(shard, loaded);
    return loaded;
  }

  async function ask(batch: Batch): Promise<Asked> {
    if (!(await enabled(batch.now))) return ended.has(batch.shard) ? nothing : endAll(batch);
    ended.delete(batch.shard);
    const loaded = await load(batch.shard);
    const next = new Map(loaded.watches);
    const changed: Anomaly[] = [];
    for (const [service, part] of byService(batch.state)) {
      const before = loaded.watches.get(service);
      if (!batch.services.has(service) && !before?.episode) continue;
      const stored = await modelOf(service, batch.now);
      const source = sourceOf(part, service);
      if (!stored || !source || !isReady(stored.model.summary)) continue;
      const watched = watchService(before ?? emptyWatch, stored.model, {
        service,
        ...source,
        now: batch.now,
        acting: batch.acting.has(service),
        moments: momentsOf(part, service),
        heardAt: (at) => residualsOf(part, service, at),
        trouble: troubleOf(part, service),
        budget: batch.budgets.get(seriesId(service, FOREST_METRIC)) ?? 1,
        rule: RULE,
      });
      next.set(service, watched.watch);
      changed.push(...watched.changed);
    }
    return { changed, keep: () => keep(loaded, next) };
  }

  /** Switched off: what it had open ends, once. */
  async function endAll({ shard, now }: Batch): Promise<Asked> {
    const loaded = await load(shard);
    const outcomes = [...loaded.watches].map(([service, watch]) => ({ service, ...endWatch(watch, now) }));
    const next = new Map(outcomes.map(({ service, watch }) => [service, watch]));
    return {
      changed: outcomes.flatMap(({ changed }) => changed),
      async keep() {
        await keep(loaded, next);
        ended.add(shard);
      },
    };
  }

  /** Calm moments are not worth a write: a function that starts anew judges them again. */
  async function keep(loaded: LoadedWatches, watches: ReadonlyMap<string, ForestWatch>): Promise<void> {
    const { shard } = loaded;
    if (worth(watches) === worth(loaded.watches)) return void held.set(shard, { ...loaded, watches });
    held.delete(shard);
    const saved = await ports.watches.save(loaded, watches);
    if (saved === 'conflict') throw new Error(`another worker wrote what the forests keep of shard ${shard}`);
    held.set(shard, saved);
  }

  return async (batch, log) => {
    const safely = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        log.error('the forests failed: detection goes on without them', { shard: batch.shard, error });
        return otherwise;
      }
    };
    const asked = await safely(() => ask(batch), nothing);
    return { ...asked, keep: () => safely(asked.keep, undefined) };
  };
}

const worth = (watches: ReadonlyMap<string, ForestWatch>): string =>
  JSON.stringify([...watches].flatMap(([service, watch]) => evidenceOf(watch).map((one) => [service, one])));

const patience = (stored: StoredForest | undefined): number =>
  stored && isReady(stored.model.summary) ? MODEL_SECONDS : SOON_SECONDS;

/** Asks no more often than every so many seconds, by the answer; in between the last one holds, and after a failure, which
 *  is thrown once, it holds as long: nothing waits for what does not answer. */
function everySoOften<T>(seconds: (last: T) => number, initial: T, ask: () => Promise<T>): (now: number) => Promise<T> {
  let last = { at: Number.NEGATIVE_INFINITY, answer: initial };
  return async (now) => {
    if (now - last.at < seconds(last.answer)) return last.answer;
    last = { ...last, at: now };
    last = { at: now, answer: await ask() };
    return last.answer;
  };
}
