import { S3ServiceException } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { emptySeries } from '#domain/detection/seriesState.ts';
import type { Shard } from '#domain/shard/shard.ts';
import { BucketDouble } from './bucket.fixture.ts';
import { latestValues } from './latestValues.ts';
import { seriesTail } from './seriesTail.ts';
import { shardKey, shardStates } from './shardStates.ts';

const bucket = new BucketDouble();
const { s3 } = bucket;
const states = () => shardStates(s3, 'state');

beforeEach(() => bucket.clear());

const shard = (count: number, at = 1_800_000_000): Shard =>
  new Map(
    Array.from({ length: count }, (_, i) => {
      const state = {
        ...emptySeries(`service-${i}/cpu_usage`, 'cloudwatch', 10),
        pending: [{ at, value: i, muted: false }],
        gathering: { start: at, values: [i] },
      };
      return [state.id, state] as const;
    }),
  );

describe('one writer wins', () => {
  test('a shard that is not there is made once, and comes back as it was saved', async () => {
    const [a, b] = [states(), states()];
    const [first, second] = [await a.load(3), await b.load(3)];
    expect(first).toEqual({ shard: 3, etag: undefined, state: new Map() });
    expect(await a.save(first, shard(2))).toBe('saved');
    expect(await b.save(second, shard(5))).toBe('conflict');
    expect((await b.load(3)).state).toEqual(shard(2));
  });

  test('who read an older version is refused, reads anew and then writes', async () => {
    const [a, b] = [states(), states()];
    await a.save(await a.load(0), shard(1));
    const old = await b.load(0);
    await a.save(await a.load(0), shard(2));
    expect(await b.save(old, shard(3))).toBe('conflict');
    const fresh = await b.load(0);
    expect(fresh.state.size).toBe(2);
    expect(await b.save(fresh, shard(3))).toBe('saved');
  });

  test.each(['answer lost', 'conflict, but written'] as const)(
    '%s: the nonce tells that the write was ours',
    async (what) => {
      const own = states();
      await own.save(await own.load(0), shard(1));
      const loaded = await own.load(0);
      bucket.mishap = what;
      expect(await own.save(loaded, shard(2))).toBe('saved');
      expect(bucket.writes).toBe(2);
      expect(await own.save(await own.load(0), shard(3)), 'and it goes on from there').toBe('saved');
    },
  );

  test('409 while another writes: nothing was written, it is folded again', async () => {
    const own = states();
    await own.save(await own.load(0), shard(1));
    const loaded = await own.load(0);
    bucket.mishap = 'conflict';
    expect(await own.save(loaded, shard(2))).toBe('conflict');
    expect((await own.load(0)).state.size).toBe(1);
  });

  test('any other error is thrown, and what is kept in memory forgotten', async () => {
    bucket.mishap = 403;
    await expect(states().load(0)).rejects.toThrow(S3ServiceException);
  });
});

describe('a warm function', () => {
  test('asks whether its shard is still the newest, and reads it only when it is not', async () => {
    const [a, b] = [states(), states()];
    await a.save(await a.load(0), shard(1));
    const kept = await a.load(0);
    expect((await a.load(0)).state, 'the very same').toBe(kept.state);
    await b.save(await b.load(0), shard(4));
    expect((await a.load(0)).state.size).toBe(4);
  });
});

describe('readers', () => {
  test('newest values come from the head alone, however long it is', async () => {
    const own = states();
    await own.save(await own.load(0), shard(10));
    bucket.reads = [];
    const latest = latestValues(s3, 'state', 2);
    expect(await latest.of(['service-3'])).toMatchObject([{ service: 'service-3', value: 3, ready: false }]);
    expect(bucket.reads.every((read) => read.range.startsWith('bytes=0-'))).toBe(true);
    await own.save(await own.load(0), shard(2_000));
    bucket.reads = [];
    expect(await latest.of()).toHaveLength(2_000);
    const whole = bucket.objects.get(shardKey(0))?.bytes.length ?? 0;
    expect(bucket.reads.map((read) => Number(read.range.split('-')[1])).every((end) => end < whole)).toBe(true);
  });

  test('a series that is not in a block yet is read from its shard', async () => {
    const own = states();
    await own.save(await own.load(0), shard(3));
    const tail = seriesTail(s3, 'state', 1);
    expect(await tail.read('service-2/cpu_usage')).toEqual([{ at: 1_800_000_000, value: 2 }]);
    expect(await tail.read('nobody/cpu_usage')).toEqual([]);
  });
});
