import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { aPrediction, climbing } from '#domain/prediction/predictions.fixture.ts';
import { BucketDouble } from './bucket.fixture.ts';
import { predictionObjects } from './predictionObjects.ts';

const NOW = 1_800_000_000;
const bucket = new BucketDouble();
const { s3 } = bucket;
beforeEach(() => bucket.clear());

const store = () => predictionObjects(s3, 'state', 2);
const predictions = [
  aPrediction({ near: climbing({ now: NOW, from: 60, to: 95, seconds: 7_200, spread: 5 }), agreed: 1, episodes: 2 }),
  aPrediction({ metric: 'memory_usage', near: { abstained: 'Too short.', made_at: NOW, span: 60 }, open: 'anomaly_1' }),
];

test('what is kept is read again, of all shards', async () => {
  const writer = store();
  expect(await writer.all()).toEqual([]);
  expect(await writer.save(await writer.load(1), predictions)).toBe('saved');
  expect(await store().all()).toEqual(predictions);
});

test('a warm reader reads again only what is newer', async () => {
  const [writer, reader] = [store(), store()];
  await writer.save(await writer.load(0), predictions);
  await reader.all();
  await reader.all();
  expect(bucket.reads).toEqual([{ key: 'forecasts/0', range: 'whole' }]);
  await writer.save(await writer.load(0), predictions.slice(1));
  expect(await reader.all()).toEqual(predictions.slice(1));
});

test('of two writers at once one is told that it lost, and finds what the other wrote', async () => {
  const [one, other] = [store(), store()];
  const [seen, alsoSeen] = [await one.load(0), await other.load(0)];
  expect(await one.save(seen, predictions)).toBe('saved');
  expect(await other.save(alsoSeen, [])).toBe('conflict');
  expect((await other.load(0)).predictions).toEqual(predictions);
  expect(await other.save(await other.load(0), [])).toBe('saved');
});

test('what another version wrote is made anew, not a failure', async () => {
  bucket.objects.set('forecasts/0', { bytes: gzipSync('{"version":7,"predictions":{}}'), etag: '"7"' });
  const reader = store();
  expect(await reader.all()).toEqual([]);
  expect(await reader.save(await reader.load(0), predictions)).toBe('saved');
});
