import {
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { serviceHistory } from '#domain/forest/forest.fixture.ts';
import { trainForest } from '#domain/forest/train.ts';
import { emptyWatch, type ForestWatch } from '#domain/forest/watch.ts';
import { clientDouble } from '../double.fixture.ts';
import { forestModels } from './forestModels.ts';
import { forestWatches } from './forestWatches.ts';

/** A bucket that honours conditions and ranges as S3 does, and can be told to fail. */
const bucket = { objects: new Map<string, { bytes: Uint8Array; etag: string }>(), writes: 0, reads: [] as string[] };
let mishap: number | undefined;

const refuse = (status: number): never => {
  throw new S3ServiceException({
    name: `Status${status}`,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
    message: '',
  });
};

function put({ Key = '', Body, IfMatch, IfNoneMatch }: PutObjectCommandInput): { ETag: string } {
  const there = bucket.objects.get(Key);
  if (mishap !== undefined) return refuse(mishap);
  if (IfMatch !== undefined && there?.etag !== IfMatch) return refuse(412);
  if (IfNoneMatch === '*' && there) return refuse(412);
  bucket.writes += 1;
  const etag = `"${bucket.writes}"`;
  bucket.objects.set(Key, { bytes: typeof Body === 'string' ? Buffer.from(Body) : (Body as Uint8Array), etag });
  return { ETag: etag };
}

function get({ Key = '', IfNoneMatch, Range }: GetObjectCommandInput) {
  if (mishap !== undefined) return refuse(mishap);
  const there = bucket.objects.get(Key);
  bucket.reads.push(`${Key} ${Range ?? 'whole'}`);
  if (!there) return refuse(404);
  if (there.etag === IfNoneMatch) return refuse(304);
  const bytes = there.bytes.slice(0, Range === undefined ? undefined : Number(Range.split('-')[1]) + 1);
  return {
    ETag: there.etag,
    Body: { transformToByteArray: async () => bytes, transformToString: async () => Buffer.from(bytes).toString() },
  };
}

const s3 = clientDouble<S3Client>({ PutObjectCommand: put, GetObjectCommand: get });

beforeEach(() => {
  bucket.objects.clear();
  Object.assign(bucket, { writes: 0, reads: [] });
  mishap = undefined;
});

describe('forests', () => {
  const models = forestModels(s3, 'state');
  const model = trainForest(serviceHistory(120), { version: 1, trainedAt: 1_800_000_000 });
  const newer = trainForest(serviceHistory(130), { version: 2, trainedAt: 1_800_000_600 });

  test('what was put is got; what the caller has already is not read again', async () => {
    expect(await models.get('orders')).toBeUndefined();
    expect(await models.put(model, undefined)).toBe('saved');
    const stored = await models.get('orders');
    expect(stored?.model).toEqual(model);
    expect(await models.get('orders', stored), 'the very same object').toBe(stored);
    await models.put(newer, stored?.etag);
    expect((await models.get('orders', stored))?.model).toEqual(newer);
  });

  test('of two trainers at once one is saved', async () => {
    expect(await models.put(model, undefined)).toBe('saved');
    expect(await models.put(newer, undefined)).toBe('conflict');
    expect(await models.put(newer, '"other"')).toBe('conflict');
    mishap = 409;
    expect(await models.put(newer, '"1"')).toBe('conflict');
    mishap = 500;
    await expect(models.put(newer, '"1"')).rejects.toThrow();
  });

  test('a summary is read from the beginning; a long one takes a second read', async () => {
    expect(await models.summary('orders')).toBeUndefined();
    await models.put(model, undefined);
    expect(await models.summary('orders')).toEqual({ summary: model.summary, etag: '"1"' });
    expect(bucket.reads.at(-1)).toBe('forests/orders bytes=0-16383');
    const metrics = Array.from({ length: 2_000 }, (_, index) => `a_metric_with_a_name_${index}`);
    const wide = { ...model, summary: { ...model.summary, service: 'wide', metrics } };
    await models.put(wide, undefined);
    expect((await models.summary('wide'))?.summary.metrics).toEqual(metrics);
  });

  test('what fails is thrown', async () => {
    mishap = 403;
    await expect(models.get('orders')).rejects.toThrow();
    await expect(models.summary('orders')).rejects.toThrow();
  });
});

describe('what forests keep of a shard', () => {
  const watches = forestWatches(s3, 'state');
  const some = new Map<string, ForestWatch>([
    ['orders', { ...emptyWatch, decided: 5, recent: [{ at: 9, rarity: 0.001, heard: 4, muted: false, told: false }] }],
  ]);

  test('what was saved is loaded, and only over the version that was read', async () => {
    const none = await watches.load(7);
    expect(none.watches.size).toBe(0);
    const saved = await watches.save(none, some);
    expect(saved).toEqual(await watches.load(7));
    expect(await watches.save(none, some)).toBe('conflict');
    expect(await watches.save({ shard: 7, etag: '"0"', watches: some }, some)).toBe('conflict');
  });

  test('what fails is thrown', async () => {
    mishap = 503;
    await expect(watches.load(7)).rejects.toThrow();
    await expect(watches.save({ shard: 7, etag: undefined, watches: some }, some)).rejects.toThrow();
  });
});
