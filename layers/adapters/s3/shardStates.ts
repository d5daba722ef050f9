import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { decodeShard, encodeShard } from '#domain/shard/codec.ts';
import type { Shard } from '#domain/shard/shard.ts';
import type { LoadedShard, ShardStates } from '#usecases/detectShard.ts';

export const shardKey = (shard: number): string => `shards/${shard}`;

const status = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/**
 * Shards as objects, written only if nobody wrote since they were read. A warm function keeps what it wrote last and asks
 * first whether that is still the newest, because a message group may have moved to another worker and back.
 */
export function shardStates(s3: S3Client, bucket: string): ShardStates {
  const warm = new Map<number, LoadedShard>();

  async function load(shard: number): Promise<LoadedShard> {
    const known = warm.get(shard);
    try {
      const object = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: shardKey(shard), IfNoneMatch: known?.etag }),
      );
      const { shard: state } = decodeShard((await object.Body?.transformToByteArray()) ?? new Uint8Array());
      return keep({ shard, etag: object.ETag, state });
    } catch (error) {
      if (status(error) === 304 && known) return known;
      if (status(error) === 404) return keep({ shard, etag: undefined, state: new Map() });
      throw error;
    }
  }

  async function save({ shard, etag }: LoadedShard, state: Shard): Promise<'saved' | 'conflict'> {
    const nonce = randomBytes(16);
    const body = encodeShard(state, nonce);
    const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
    try {
      const written = await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: shardKey(shard), Body: body, ...condition }),
      );
      keep({ shard, etag: written.ETag, state });
      return 'saved';
    } catch (error) {
      warm.delete(shard);
      const code = status(error);
      // 412: another version is there; 409: another write was under way. Either may be this very write, when the answer
      // to its first try was lost and the client tried again: the nonce tells.
      if (code !== 412 && code !== 409) throw error;
      return (await isOurs(shard, nonce)) ? 'saved' : 'conflict';
    }
  }

  async function isOurs(shard: number, nonce: Uint8Array): Promise<boolean> {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: shardKey(shard) }));
    const stored = decodeShard((await object.Body?.transformToByteArray()) ?? new Uint8Array());
    if (Buffer.compare(stored.nonce, nonce) !== 0) return false;
    keep({ shard, etag: object.ETag, state: stored.shard });
    return true;
  }

  function keep(loaded: LoadedShard): LoadedShard {
    warm.set(loaded.shard, loaded);
    return loaded;
  }

  return { load, save };
}
