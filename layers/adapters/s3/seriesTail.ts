import type { S3Client } from '@aws-sdk/client-s3';
import { gathered } from '#domain/detection/gather.ts';
import type { Point } from '#domain/detection/voice.ts';
import { parseSeriesId, type SeriesId } from '#domain/series/series.ts';
import { shardOf } from '#domain/series/shard.ts';
import type { Shard } from '#domain/shard/shard.ts';
import { shardStates } from './shardStates.ts';

/** The points of a series that are not in a block of history yet. */
export interface SeriesTail {
  read(series: SeriesId): Promise<Point[]>;
}

export function seriesTail(s3: S3Client, bucket: string, shards: number) {
  const states = shardStates(s3, bucket);
  const of = (state: Shard, series: SeriesId): Point[] => {
    const found = state.get(series);
    return found ? gathered(found) : [];
  };
  const place = (series: SeriesId): number => shardOf(parseSeriesId(series).service, shards);
  return {
    read: async (series: SeriesId) => of((await states.load(place(series))).state, series),
    /** For who reads many series at one time: each shard is asked for once. */
    snapshot(): SeriesTail {
      const loaded = new Map<number, Promise<Shard>>();
      return {
        async read(series) {
          const shard = place(series);
          const state = loaded.get(shard) ?? states.load(shard).then((found) => found.state);
          loaded.set(shard, state);
          return of(await state, series);
        },
      };
    },
  };
}
