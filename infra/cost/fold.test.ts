import { expect, test } from 'vitest';
import { foldLines } from './fold.ts';

const line = (duration_ms: number, calls?: Record<string, { n: number; kb: number }>) =>
  JSON.stringify({ level: 'INFO', message: 'queue', duration_ms, ...(calls ? { calls } : {}) });

test('durations and calls are means an invocation', () => {
  const { function: folded } = foldLines([
    line(10, { 'S3.PutObject': { n: 1, kb: 4 } }),
    line(20, { 'S3.PutObject': { n: 3, kb: 8 }, 'DynamoDB.Query': { n: 1, kb: 1 } }),
  ]);
  expect(folded).toMatchObject({
    invocations: 2,
    duration_ms: 15,
    calls: { 'S3.PutObject': { n: 2, kb: 6 }, 'DynamoDB.Query': { n: 0.5, kb: 0.5 } },
  });
});

test('the calls are in the line only while it is measured, so their bytes do not count', () => {
  const bare = foldLines([line(10)]).function?.log_bytes;
  expect(bare).toBe(line(10).length + 26);
  expect(foldLines([line(10, { 'S3.PutObject': { n: 1, kb: 4 } })]).function?.log_bytes).toBe(bare);
});

test('Lambda’s own lines give the billed durations and are not the function’s bytes', () => {
  const text = 'REPORT RequestId: 1\tDuration: 11.5 ms\tBilled Duration: 12 ms\tMemory Size: 512 MB';
  const json = JSON.stringify({ type: 'platform.report', record: { metrics: { billedDurationMs: 14 } } });
  const { function: folded, billed } = foldLines([
    'START RequestId: 1',
    line(10),
    'END RequestId: 1',
    text,
    line(10),
    json,
  ]);
  expect(billed).toBe(2);
  expect(folded).toMatchObject({ invocations: 2, duration_ms: 13, log_bytes: line(10).length + 26 });
});

test('a metric of its own is one for each name and service', () => {
  const metric = JSON.stringify({
    _aws: {
      CloudWatchMetrics: [{ Namespace: 'Forestall', Dimensions: [['service']], Metrics: [{ Name: 'ShardsDetected' }] }],
    },
    service: 'queue/detect',
    ShardsDetected: 1,
  });
  expect(foldLines([line(1), metric, line(1), metric]).customMetrics).toEqual([
    'Forestall ShardsDetected queue/detect',
  ]);
});

test('a function that did not run has no figures', () => {
  expect(foldLines([]).function).toBeUndefined();
});
