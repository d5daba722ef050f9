import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { Sample } from '../sample/sample.ts';
import { decodeShard, encodeShard } from '../shard/codec.ts';
import { foldShard, type Shard } from '../shard/shard.ts';
import { START, STEP } from './made.fixture.ts';

/** What a window shows: as usual, so-so, odd, far off, or not measured at all. */
const shown = { usual: 20, soso: 29, odd: 36, far: 80, limit: 97, nothing: Number.NaN };
type Shown = keyof typeof shown;
const anyWindow: fc.Arbitrary<Shown> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Shown>('usual') },
  { weight: 3, arbitrary: fc.constantFrom<Shown>('soso', 'odd', 'far') },
  { weight: 1, arbitrary: fc.constantFrom<Shown>('limit', 'nothing') },
);

const WARM = 40;
const warm: Sample[] = Array.from({ length: WARM }, (_, index) => sample(index, 20 + (index % 3)));

function sample(index: number, value: number): Sample {
  const at = START + index * STEP;
  return { service: 'orders', metric: 'cpu_usage', source: 'cloudwatch', at, step: STEP, value };
}

/** The samples of the windows that were measured, after a quiet beginning. */
const measured = (windows: readonly Shown[]): Sample[] =>
  windows.flatMap((window, index) => {
    const value = shown[window];
    return Number.isNaN(value) ? [] : [sample(WARM + index, value + (index % 2))];
  });

/** All that is kept between two batches, an anomaly's members in the order of its schema. */
const bytesOf = (shard: Shard): Uint8Array => {
  const nonce = new Uint8Array(16).fill(7);
  return encodeShard(decodeShard(encodeShard(shard, nonce)).shard, nonce);
};

interface Told {
  shard: Shard;
  /** each version that was written, in order */
  written: Anomaly[];
}

/** Folds batches as they arrive: each a moment after the newest sample that is known then. */
function told(batches: readonly (readonly Sample[])[], stored: (shard: Shard) => Shard = (shard) => shard): Told {
  let shard: Shard = new Map();
  let newest = 0;
  const written: Anomaly[] = [];
  for (const batch of [warm, ...batches]) {
    newest = Math.max(newest, ...batch.map(({ at }) => at));
    const folded = foldShard(stored(shard), batch, { now: newest + 12, acting: new Set() });
    expect(folded.failed).toEqual([]);
    shard = folded.shard;
    written.push(...folded.changed);
  }
  return { shard, written };
}

const episodes = ({ written }: Told) =>
  [...new Map(written.map(({ id, status, resolution }) => [id, { id, status, resolution }])).values()].sort((a, b) =>
    a.id.localeCompare(b.id),
  );

function split(samples: readonly Sample[], cuts: readonly number[]): Sample[][] {
  const at = [0, ...[...cuts].map((cut) => cut % (samples.length + 1)).sort((a, b) => a - b), samples.length];
  return at.slice(1).map((end, index) => samples.slice(at[index], end));
}

const oneByOne = (samples: readonly Sample[]): Sample[][] => samples.map((one) => [one]);

test('any split into batches gives the same episodes', () => {
  fc.assert(
    fc.property(fc.array(anyWindow, { maxLength: 40 }), fc.array(fc.nat(60), { maxLength: 6 }), (windows, cuts) => {
      const samples = measured(windows);
      expect(episodes(told(split(samples, cuts)))).toEqual(episodes(told(oneByOne(samples))));
    }),
    { numRuns: 300 },
  );
});

test('any order within the two minutes, with anything twice, gives the same episodes', () => {
  fc.assert(
    fc.property(
      fc.array(anyWindow, { maxLength: 40 }),
      fc.infiniteStream(fc.nat(99)),
      fc.array(fc.nat(60), { maxLength: 6 }),
      (windows, late, cuts) => {
        const samples = measured(windows);
        const arriving = samples
          .flatMap((one) => {
            const twice = late.next().value % 4 === 0;
            return twice ? [one, one] : [one];
          })
          .map((one) => ({ one, arrives: one.at + ((late.next().value % 10) * STEP * 9) / 10 }))
          .sort((a, b) => a.arrives - b.arrives)
          .map(({ one }) => one);
        expect(episodes(told(split(arriving, cuts)))).toEqual(episodes(told(oneByOne(samples))));
      },
    ),
    { numRuns: 300 },
  );
});

test('a batch that comes twice changes nothing, wherever it is', () => {
  fc.assert(
    fc.property(
      fc.array(anyWindow, { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat(60), { maxLength: 5 }),
      (windows, cuts) => {
        const batches = split(measured(windows), cuts);
        const once = told(batches);
        const twice = told(batches.flatMap((batch) => [batch, batch]));
        expect(twice.written).toEqual(once.written);
        expect(bytesOf(twice.shard)).toEqual(bytesOf(once.shard));
      },
    ),
    { numRuns: 200 },
  );
});

test('versions rise by one with each change, ids never come back, and what is resolved stays so', () => {
  fc.assert(
    fc.property(fc.array(anyWindow, { maxLength: 60 }), (windows) => {
      const last = new Map<string, Anomaly>();
      for (const anomaly of told(oneByOne(measured(windows))).written) {
        const before = last.get(anomaly.id);
        expect(anomaly.version).toBe((before?.version ?? 0) + 1);
        expect(before?.status).not.toBe('resolved');
        if (before) expect(anomaly.started_at).toBe(before.started_at);
        last.set(anomaly.id, anomaly);
      }
      const open = [...last.values()].filter(({ status }) => status === 'open');
      expect(open.length, 'one episode a series').toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});

test('the stored state is the state', () => {
  fc.assert(
    fc.property(fc.array(anyWindow, { maxLength: 60 }), (windows) => {
      const stored = (shard: Shard) => decodeShard(bytesOf(shard)).shard;
      const batches = oneByOne(measured(windows));
      const kept = told(batches);
      const restored = told(batches, stored);
      expect(restored.written).toEqual(kept.written);
      expect(bytesOf(restored.shard)).toEqual(bytesOf(kept.shard));
    }),
    { numRuns: 60 },
  );
});
