import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, SampleMessage } from './message.ts';
import type { Sample, SampleBatch } from './sample.ts';

const sample = fc.record<Sample>({
  service: fc.constantFrom('orders', 'users'),
  metric: fc.constantFrom('cpu_usage', 'latency_p99'),
  source: fc.constantFrom('cloudwatch', 'otlp'),
  at: fc.integer({ min: 1_700_000_000, max: 1_700_000_300 }),
  step: fc.constantFrom(10, 60),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0), // JSON knows no -0
});
const batchOf = (samples: Sample[]): SampleBatch => ({ version: 1, shard: 3, pulled_at: 1_700_000_400, samples });
const sorted = (samples: readonly Sample[]) =>
  samples.map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => a.localeCompare(b)))).sort();
const sent = (batch: SampleBatch): SampleBatch => SampleMessage.parse(JSON.parse(JSON.stringify(pack(batch))));

test('what is packed comes out whole, in the order of time', () => {
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 40 }), (samples) => {
      const out = sent(batchOf(samples));
      expect(sorted(out.samples)).toEqual(sorted(samples));
      expect(out.samples.map(({ at }) => at)).toEqual(out.samples.map(({ at }) => at).toSorted((a, b) => a - b));
      expect({ ...out, samples: [] }).toEqual(batchOf([]));
    }),
  );
});

test('four minutes of ninety series are a fraction of what they are with a name at each point', () => {
  const samples = Array.from(
    { length: 90 * 25 },
    (_, index): Sample => ({
      service: `service-${index % 10}`,
      metric: `connection_pool_usage_${index % 9}`,
      source: 'cloudwatch',
      at: 1_700_000_000 + Math.floor(index / 90) * 10,
      step: 10,
      value: 26.118923467 + index / 7,
    }),
  );
  const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  expect(bytes(pack(batchOf(samples)))).toBeLessThan(bytes(batchOf(samples)) / 4);
});

test('a plain batch is read as it is', () => {
  const plain = batchOf([
    { service: 'orders', metric: 'cpu_usage', source: 'otlp', at: 1_700_000_000, step: 10, value: 4 },
  ]);
  expect(SampleMessage.parse(plain)).toEqual(plain);
});

test('a point before its series, or half a step, is refused', () => {
  const [series] = pack(batchOf([{ service: 'a', metric: 'b', source: 'otlp', at: 60, step: 60, value: 1 }])).series;
  const with_ = (points: unknown) => ({ version: 2, shard: 0, pulled_at: 1, series: [{ ...series, points }] });
  expect(SampleMessage.safeParse(with_([[-1, 5]])).success).toBe(false);
  expect(SampleMessage.safeParse(with_([[0.5, 5]])).success).toBe(false);
});
