import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { decodeHead, headEnd } from '#domain/shard/codec.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import type { LatestValues } from '#ports';
import { shardKey } from './shardStates.ts';

/** Enough for the head of some 400 series; a larger head takes a second read. */
const FIRST_READ = 64 * 1024;

/** The newest values, read from the heads of the shards' objects and nothing more. */
export function latestValues(s3: S3Client, bucket: string, shards: number): LatestValues {
  async function range(shard: number, end: number): Promise<Uint8Array | undefined> {
    try {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: shardKey(shard), Range: `bytes=0-${end - 1}` }),
      );
      return await object.Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
      throw error;
    }
  }

  /** Both reads may meet different versions; then the second one's own prefix says how long its head is. */
  async function head(shard: number): Promise<LatestValue[]> {
    let wanted = FIRST_READ;
    for (let tries = 0; tries < 3; tries++) {
      const bytes = await range(shard, wanted);
      if (bytes === undefined) return [];
      const end = headEnd(bytes);
      if (bytes.length >= end) return decodeHead(bytes);
      wanted = end;
    }
    throw new Error(`the head of shard ${shard} changed its length at each read`);
  }

  return {
    async of(services) {
      const heads = await Promise.all(Array.from({ length: shards }, (_, shard) => head(shard)));
      const all = heads.flat();
      return services === undefined ? all : all.filter(({ service }) => services.includes(service));
    },
  };
}
