import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
