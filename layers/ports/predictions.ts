import type { Prediction } from '#domain/prediction/prediction.ts';

/** The last forecasts of the series of one shard. `version` is what it was read as; undefined where there is none yet. */
export interface LoadedPredictions {
  shard: number;
  version: string | undefined;
  predictions: readonly Prediction[];
}

export interface PredictionStore {
  /** Of every series that is forecast, and of the ones that cannot be. */
  all(): Promise<Prediction[]>;
  load(shard: number): Promise<LoadedPredictions>;
  /** 'conflict': somebody wrote in between, and nothing was written */
  save(loaded: LoadedPredictions, predictions: readonly Prediction[]): Promise<'saved' | 'conflict'>;
}
