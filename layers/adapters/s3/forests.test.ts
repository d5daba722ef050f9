import { beforeEach, describe, expect, test } from 'vitest';
import { serviceHistory } from '#domain/forest/forest.fixture.ts';
import { trainForest } from '#domain/forest/train.ts';
import { emptyWatch, type ForestWatch } from '#domain/forest/watch.ts';
import { BucketDouble } from './bucket.fixture.ts';
import { forestModels } from './forestModels.ts';
import { forestWatches } from './forestWatches.ts';

const bucket = new BucketDouble();
const { s3 } = bucket;
beforeEach(() => bucket.clear());

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
    bucket.mishap = 409;
    expect(await models.put(newer, '"1"')).toBe('conflict');
    bucket.mishap = 500;
    await expect(models.put(newer, '"1"')).rejects.toThrow();
  });

  test('a summary is read from the beginning; a long one takes a second read', async () => {
    expect(await models.summary('orders')).toBeUndefined();
    await models.put(model, undefined);
    expect(await models.summary('orders')).toEqual({ summary: model.summary, etag: '"1"' });
    expect(bucket.reads.at(-1)).toEqual({ key: 'forests/orders', range: 'bytes=0-16383' });
    const metrics = Array.from({ length: 2_000 }, (_, index) => `a_metric_with_a_name_${index}`);
    const wide = { ...model, summary: { ...model.summary, service: 'wide', metrics } };
    await models.put(wide, undefined);
    expect((await models.summary('wide'))?.summary.metrics).toEqual(metrics);
  });

  test('what fails is thrown', async () => {
    bucket.mishap = 403;
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
    bucket.mishap = 503;
    await expect(watches.load(7)).rejects.toThrow();
    await expect(watches.save({ shard: 7, etag: undefined, watches: some }, some)).rejects.toThrow();
  });
});
