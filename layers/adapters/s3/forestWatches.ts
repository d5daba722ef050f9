import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { ForestWatch } from '#domain/forest/watch.ts';
import type { ForestWatches } from '#ports';

const Stored = z.object({ version: z.literal(1), watches: z.record(z.string(), ForestWatch) });

const key = (shard: number): string => `forests-open/${shard}`;
const status = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/**
 * Evidence and open episodes of the forests, one object a shard beside the shard's own: it is written a few times a day and
 * not with each batch. Written only if nobody wrote since it was read.
 */
export function forestWatches(s3: S3Client, bucket: string): ForestWatches {
  return {
    async load(shard) {
      try {
        const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key(shard) }));
        const stored = Stored.parse(JSON.parse((await object.Body?.transformToString()) ?? ''));
        return { shard, etag: object.ETag, watches: new Map(Object.entries(stored.watches)) };
      } catch (error) {
        if (status(error) === 404) return { shard, etag: undefined, watches: new Map() };
        throw error;
      }
    },
    async save({ shard, etag }, watches) {
      const Body = JSON.stringify({ version: 1, watches: Object.fromEntries(watches) });
      const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
      try {
        const written = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key(shard), Body, ...condition }));
        return { shard, etag: written.ETag, watches };
      } catch (error) {
        const code = status(error);
        // 412: another version is there; 409: another write was under way
        if (code === 412 || code === 409) return 'conflict';
        throw error;
      }
    },
  };
}
