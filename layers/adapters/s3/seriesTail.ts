import type { S3Client } from '@aws-sdk/client-s3';
import { gathered } from '#domain/detection/gather.ts';
import type { Point } from '#domain/detection/voice.ts';
import { parseSeriesId, type SeriesId } from '#domain/series/series.ts';
import { shardOf } from '#domain/series/shard.ts';
import { shardStates } from './shardStates.ts';

/** The points of a series that are not in a block of history yet. */
export function seriesTail(s3: S3Client, bucket: string, shards: number) {
  const states = shardStates(s3, bucket);
  return {
    async read(series: SeriesId): Promise<Point[]> {
      const { state } = await states.load(shardOf(parseSeriesId(series).service, shards));
      const found = state.get(series);
      return found ? gathered(found) : [];
    },
  };
}
