import { expect, test } from 'vitest';
import { readOpenMetrics } from '#test/support/openMetrics.ts';
import { OPEN_METRICS, openMetrics } from './openMetrics.ts';

test('gauges and counters, with labels that hold anything', async () => {
  const odd = 'a "quoted"\nback\\slash, {brace}';
  const text = await openMetrics([
    { name: 'a_gauge', help: 'how it "stands"\nnow', type: 'gauge', readings: [{ labels: { of: odd }, value: 0.5 }] },
    { name: 'a_counter', help: 'only grows', type: 'counter', readings: [{ value: 7 }] },
    { name: 'nothing_yet', help: 'no reading', type: 'gauge', readings: [] },
  ]);
  const families = readOpenMetrics(text);
  expect(families.get('a_gauge')).toEqual({
    type: 'gauge',
    samples: [{ name: 'a_gauge', labels: { of: odd }, value: 0.5 }],
  });
  expect(families.get('a_counter')).toEqual({
    type: 'counter',
    samples: [{ name: 'a_counter_total', labels: {}, value: 7 }],
  });
  expect(families.has('nothing_yet'), 'no nought that nobody measured').toBe(false);
  expect(OPEN_METRICS).toMatch(/^application\/openmetrics-text;/);
});

test('one answer knows nothing of another', async () => {
  const of = (value: number) => openMetrics([{ name: 'same', help: 'h', type: 'counter', readings: [{ value }] }]);
  await of(1);
  expect(readOpenMetrics(await of(2)).get('same')?.samples).toEqual([{ name: 'same_total', labels: {}, value: 2 }]);
});
