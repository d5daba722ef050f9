import type { ForestModel, ForestSummary } from '#domain/forest/model.ts';
import type { ForestWatch } from '#domain/forest/watch.ts';
import type { Instant } from '#domain/time.ts';

/** Whether the isolation forest speaks, for the whole installation. */
export interface ForestSwitchState {
  enabled: boolean;
  /** key:<id>, or `deployment` while nobody has switched it */
  by: string;
  at: Instant | null;
  /** rises by one with each change; 0: what the deployment says */
  version: number;
}

export interface ForestSwitch {
  read(): Promise<ForestSwitchState>;
  /** false: the stored version is not `state.version - 1` */
  write(state: ForestSwitchState): Promise<boolean>;
}

export interface StoredForest {
  model: ForestModel;
  etag: string;
}

/** The services' forests, an object each. */
export interface ForestModels {
  /** @param known what the caller has already: it comes back when it is still the newest */
  get(service: string, known?: StoredForest): Promise<StoredForest | undefined>;
  /** the summary alone, without the trees */
  summary(service: string): Promise<{ summary: ForestSummary; etag: string } | undefined>;
  /** @param etag of the version that it replaces; undefined when there is none */
  put(model: ForestModel, etag: string | undefined): Promise<'saved' | 'conflict'>;
}

/** What the forests keep of a shard's services between batches, by service. */
export interface LoadedWatches {
  shard: number;
  etag: string | undefined;
  watches: ReadonlyMap<string, ForestWatch>;
}

export interface ForestWatches {
  load(shard: number): Promise<LoadedWatches>;
  /** @returns what is stored then */
  save(loaded: LoadedWatches, watches: ReadonlyMap<string, ForestWatch>): Promise<LoadedWatches | 'conflict'>;
}
