import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inVersion1 } from '../detection/rarity/codec.fixture.ts';
import { Rarity } from '../detection/rarity/rarity.ts';
import { emptySeries, type SeriesState } from '../detection/seriesState.ts';
import { anAnomaly } from '../fixtures.ts';
import { Writer } from './bytes.ts';
import { decodeHead, decodeShard, encodeShard, headEnd, PREFIX } from './codec.ts';
import { foldShard, latestOf, type Shard } from './shard.ts';

const NOW = 1_800_000_000;
const nonce = Uint8Array.from({ length: 16 }, (_, i) => i);
const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const time = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** A model that heard some values, at a step of a minute. */
const anyRarity = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 200 }).map((values) => {
  const model = new Rarity();
  values.forEach((value, i) => {
    model.hear(NOW + 60 * i, value, 60);
  });
  return model;
});

const anyState: fc.Arbitrary<SeriesState> = fc.record({
  id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((name) => `${name}/cpu_usage`),
  source: fc.constantFrom('cloudwatch' as const, 'otlp' as const),
  step: fc.integer({ min: 1, max: 3_600 }),
  learnt: fc.array(float, { maxLength: 90 }),
  rarity: anyRarity,
  unheard: fc.array(fc.record({ at: time, value: fc.double({ noNaN: true }) }), { maxLength: 30 }),
  pending: fc.array(fc.record({ at: time, value: fc.double({ noNaN: true }), muted: fc.boolean() }), { maxLength: 12 }),
  episode: fc.option(
    fc.record({ anomaly: fc.constant(anAnomaly()), openedAt: time, startedAt: time, rare: fc.boolean() }),
  ),
  decided: time,
  born: time,
  episodes: fc.nat(),
  gathering: fc.record({ start: time, values: fc.array(fc.oneof(float, fc.constant(Number.NaN)), { maxLength: 360 }) }),
  samplesSeen: fc.nat(),
});
const anyShard = fc
  .array(anyState, { maxLength: 6 })
  .map((states): Shard => new Map(states.map((state) => [state.id, state])));

describe('the stored object', () => {
  test('gives back any state as it was, and whose write it is', () => {
    fc.assert(
      fc.property(anyShard, (shard) => {
        const bytes = encodeShard(shard, nonce);
        const decoded = decodeShard(bytes);
        expect(decoded.nonce).toEqual(nonce);
        expect(encodeShard(decoded.shard, nonce)).toEqual(bytes);
        const without = (of: Shard) => [...of.values()].map((state) => ({ ...state, rarity: null }));
        expect(without(decoded.shard)).toEqual(without(shard));
      }),
    );
  });

  test('its head alone holds the newest values', () => {
    fc.assert(
      fc.property(anyShard, (shard) => {
        const bytes = encodeShard(shard, nonce);
        const end = headEnd(bytes.subarray(0, PREFIX));
        expect(decodeHead(bytes.subarray(0, end))).toEqual(latestOf(shard));
      }),
    );
  });

  test('cut anywhere, or of another version, it is refused and never half read', () => {
    const bytes = encodeShard(
      new Map([['a/b', { ...emptySeries('a/b', 'cloudwatch', 10), learnt: [1, 2, 3] }]]),
      nonce,
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => decodeShard(bytes.subarray(0, length))).toThrow(RangeError);
      }),
    );
    const other = bytes.slice();
    other[4] = 99;
    expect(() => decodeShard(other)).toThrow('version 99');
    expect(() => decodeShard(new TextEncoder().encode('{"not": "a shard at all"}'))).toThrow(
      'not the state of a shard',
    );
  });
});

test('a series that has been heard for a month takes less than 2 KB, before its block of history', () => {
  const values = Array.from(
    { length: 28 * 24 },
    (_, i) => Math.round(4e3 + 3e3 * Math.sin(i / 3.82) + ((i * 79) % 101)) / 100,
  );
  const points = values.map((value, i) => ({ at: NOW + 3_600 * i, value, muted: false }));
  const rarity = new Rarity();
  for (const { at, value } of points.slice(0, -35)) rarity.hear(at, value, 3_600);
  const state: SeriesState = {
    ...emptySeries('orders/connection_pool_usage', 'cloudwatch', 3_600),
    learnt: values.slice(-96, -6).map(Math.fround),
    rarity,
    unheard: points.slice(-35, -6).map(({ at, value }) => ({ at, value })),
    pending: points.slice(-6),
  };
  expect(encodeShard(new Map([[state.id, state]]), nonce).length).toBeLessThan(2_048);
});

/** A shard as it was stored in version 3, without an episode. */
function inVersion3(shard: Shard): Uint8Array {
  const to = new Writer();
  const head = new Writer();
  head.list(latestOf(shard), (latest) => {
    head.text(latest.service);
    head.text(latest.metric);
    for (const value of [latest.at, latest.step]) head.u32(value);
    for (const value of [latest.value, latest.expected, latest.lower, latest.upper]) head.f64(value);
    head.u8(latest.ready ? 1 : 0);
  });
  to.u32(0x44_48_53_46);
  to.u8(3);
  to.bytes(nonce);
  to.bytes(head.done());
  to.list([...shard.values()], (state) => {
    to.text(state.id);
    to.text(state.source);
    for (const value of [state.step, state.samplesSeen, state.decided, state.born, state.episodes]) to.u32(value);
    to.list(state.learnt, (value) => to.f32(value));
    to.bytes(inVersion1(state.rarity));
    to.list(state.unheard, ({ at, value }) => {
      to.u32(at);
      to.f64(value);
    });
    to.list(state.pending, ({ at, value, muted }) => {
      to.u32(at);
      to.f64(value);
      to.u8(muted ? 1 : 0);
    });
    to.u32(state.gathering.start);
    to.list(state.gathering.values, (value) => to.f32(value));
    to.u32(0);
    to.u32(0);
    to.u8(0);
    to.text('');
  });
  return to.done();
}

test('what was stored in version 3 is the same state, and its head the same values', () => {
  fc.assert(
    fc.property(anyShard, (shard) => {
      const calm: Shard = new Map([...shard].map(([id, state]) => [id, { ...state, episode: null }]));
      const bytes = inVersion3(calm);
      expect(encodeShard(decodeShard(bytes).shard, nonce)).toEqual(encodeShard(calm, nonce));
      expect(decodeHead(bytes)).toEqual(latestOf(calm));
    }),
    { numRuns: 30 },
  );
});

test('what was stored before there was a model of the past goes on, and begins one', () => {
  const to = new Writer();
  to.u32(0x44_48_53_46);
  to.u8(2);
  to.bytes(nonce);
  to.bytes(new Uint8Array(4)); // a head without a value
  to.list(['orders/cpu_usage'], (id) => {
    to.text(id);
    to.text('cloudwatch');
    for (const value of [10, 3, 0, NOW, 0]) to.u32(value);
    to.list([20, 21, 22], (value) => to.f32(value));
    to.list([], () => {});
    to.u32(NOW);
    to.list([20], (value) => to.f32(value));
    to.u32(0);
    to.u32(0);
    to.text('');
  });
  const [state] = decodeShard(to.done()).shard.values();
  expect(state).toMatchObject({ id: 'orders/cpu_usage', learnt: [20, 21, 22], unheard: [], episode: null });
  expect(state?.rarity.count).toBe(0);
});

test('a series that nobody published for a week is forgotten, and its episode ended', () => {
  const pending = [{ at: NOW - 8 * 86_400, value: 1, muted: false }];
  const episode = { anomaly: anAnomaly(), openedAt: NOW - 8 * 86_400, startedAt: NOW - 8 * 86_400, rare: false };
  const old = { ...emptySeries('old/cpu_usage', 'cloudwatch', 10), pending, episode };
  const folded = foldShard(new Map([[old.id, old]]), [], { now: NOW, acting: new Set() });
  expect(folded.shard.size).toBe(0);
  expect(folded.changed.map(({ resolution, version }) => [resolution, version])).toEqual([['silent', 2]]);
});
