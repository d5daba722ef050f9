import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { Prediction } from '#domain/prediction/prediction.ts';
import type { LoadedPredictions, PredictionStore } from '#ports';

/** Its form may change between versions: what an older or newer one wrote is made anew by the next run. */
const Stored = z.object({ version: z.literal(1), predictions: z.array(Prediction) });

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const key = (shard: number): string => `forecasts/${shard}`;
const status = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/**
 * The last forecasts, one object a shard: a thousand series are one write a run, where a table would bill each of them by
 * the kilobyte, and one read for whoever judges policies. Written only if nobody wrote since it was read; a warm function
 * asks first whether it has the newest.
 */
export function predictionObjects(s3: S3Client, bucket: string, shards: number): PredictionStore {
  const warm = new Map<number, LoadedPredictions>();

  async function load(shard: number): Promise<LoadedPredictions> {
    const known = warm.get(shard);
    try {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key(shard), IfNoneMatch: known?.version }),
      );
      const predictions = await read((await object.Body?.transformToByteArray()) ?? new Uint8Array());
      return keep({ shard, version: object.ETag, predictions });
    } catch (error) {
      if (status(error) === 304 && known) return known;
      if (status(error) === 404) return keep({ shard, version: undefined, predictions: [] });
      throw error;
    }
  }

  function keep(loaded: LoadedPredictions): LoadedPredictions {
    warm.set(loaded.shard, loaded);
    return loaded;
  }

  return {
    load,
    async all() {
      const loaded = await Promise.all(Array.from({ length: shards }, (_, shard) => load(shard)));
      return loaded.flatMap(({ predictions }) => predictions);
    },
    async save({ shard, version }, predictions) {
      const body = await pack(JSON.stringify({ version: 1, predictions }));
      const condition = version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version };
      try {
        const written = await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key(shard),
            Body: body,
            ContentType: 'application/gzip',
            ...condition,
          }),
        );
        keep({ shard, version: written.ETag, predictions });
        return 'saved';
      } catch (error) {
        warm.delete(shard);
        const code = status(error);
        // 412: another version is there; 409: another write was under way
        if (code === 412 || code === 409) return 'conflict';
        throw error;
      }
    },
  };
}

async function read(bytes: Uint8Array): Promise<Prediction[]> {
  const stored = Stored.safeParse(JSON.parse((await unpack(bytes)).toString('utf8')));
  return stored.success ? stored.data.predictions : [];
}
