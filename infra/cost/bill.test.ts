import { describe, expect, test } from 'vitest';
import { amountsOf } from './amounts.ts';
import { type Allowances, billOf, totalOf } from './bill.ts';
import { inventory } from './fixtures.ts';
import type { Inventory } from './inventory.ts';
import { ALWAYS_FREE, PRICES } from './prices.ts';
import type { Run, Usage } from './usage.ts';

const MILLION = 1_000_000;
const runs = (entry: string, over: Partial<Run> = {}): Run => ({
  entry,
  times: MILLION,
  durationMs: 0,
  logBytes: 0,
  calls: {},
  ...over,
});
const usage = (over: Partial<Usage> = {}): Usage => ({
  runs: [],
  arrivalKb: 0,
  metricsAsked: 0,
  apiRequests: 0,
  historyKb: 0,
  ...over,
});
const pulls = (over: Partial<Run> = {}) => usage({ runs: [runs('queue/pull', over)] });
const deployed = (entry: string, over: { traced?: boolean; systemLogs?: boolean }) => ({
  functions: new Map([[entry, { memoryMiB: 512, traced: false, systemLogs: false, ...over }]]),
});

function dollars(what: string, of: Usage, over: Partial<Inventory> = {}, free: Allowances = {}): number {
  const found = billOf(amountsOf(of, inventory(over), 2), PRICES, free).find((line) => line.what === what);
  if (!found) throw new Error(`there is no line ${what}`);
  return found.dollars;
}

describe('what runs', () => {
  test('a million invocations of 100 ms with half a gigabyte are 50,000 GB-seconds and a million requests', () => {
    expect(dollars('Lambda', pulls({ durationMs: 100 }))).toBeCloseTo(0.2 + 50_000 * 0.0000133334, 6);
  });

  test('a begun millisecond is billed whole', () => {
    expect(dollars('Lambda', pulls({ durationMs: 100.2 }))).toBe(dollars('Lambda', pulls({ durationMs: 101 })));
  });

  test('a trace is billed where it is recorded and nowhere else', () => {
    expect(dollars('X-Ray', pulls())).toBe(0);
    expect(dollars('X-Ray', pulls(), deployed('queue/pull', { traced: true }))).toBeCloseTo(5, 6);
  });

  test('a function that no template deploys is named', () => {
    expect(() => dollars('Lambda', usage({ runs: [runs('queue/other')] }))).toThrow('no template deploys queue/other');
  });
});

describe('what is asked of other services', () => {
  test.each([
    ['DynamoDB', 'DynamoDB.GetItem', 1, 0.2, 0.125],
    ['DynamoDB', 'DynamoDB.Scan', 1, 16, 0.5],
    ['DynamoDB', 'DynamoDB.UpdateItem', 2, 0.5, 1.25],
    ['DynamoDB', 'DynamoDB.PutItem', 1, 3, 1.875],
    ['DynamoDB', 'DynamoDB.TransactWriteItems', 1, 1, 1.25],
    ['DynamoDB', 'ECS.ListTasks', 5, 5, 0],
    ['S3', 'S3.PutObject', 1, 100, 5],
    ['S3', 'S3.GetObject', 1, 100, 0.4],
    ['SQS, messages', 'SQS.SendMessageBatch', 1, 10, 0.5],
    ['SQS, messages', 'SQS.SendMessageBatch', 1, 256, 2],
    ['Keys and secrets', 'KMS.Decrypt', 1, 0, 3],
    ['Keys and secrets', 'SecretsManager.GetSecretValue', 1, 0, 5],
  ])('%s: a million times %s of %d calls and %d KB', (what, name, n, kb, cost) => {
    expect(dollars(what, pulls({ calls: { [name]: { n, kb } } }))).toBeCloseTo(cost, 6);
  });

  test('a queue that nothing comes to is polled all the same', () => {
    const polling = (fifo: boolean) =>
      dollars('SQS, polling of empty queues', usage(), { mappings: [{ entry: 'queue/pull', fifo }] });
    expect(polling(false)).toBeCloseTo(648_000 * 0.4e-6, 6);
    expect(polling(true)).toBeCloseTo(648_000 * 0.5e-6, 6);
  });

  test('what arrives is received in as many requests as its kilobytes are, and deleted in one', () => {
    const detects = usage({ runs: [runs('queue/detect')], arrivalKb: 192 });
    const over = { mappings: [{ entry: 'queue/detect', fifo: true }] };
    expect(dollars('SQS, messages', detects, over)).toBeCloseTo((3 + 1) * 0.5, 6);
  });
});

describe('what is there', () => {
  test('alarms, metrics, keys, secrets and schedules by their number', () => {
    const there: Partial<Inventory> = {
      alarmMetrics: 19,
      keys: 1,
      secrets: 2,
      schedules: [{ entry: 'schedule/plan', perMonth: MILLION }],
    };
    const of = (what: string) => dollars(what, usage(), there);
    expect(of('CloudWatch alarms')).toBeCloseTo(1.9, 6);
    expect(of('CloudWatch, metrics of its own')).toBeCloseTo(0.6, 6);
    expect(of('Keys and secrets')).toBeCloseTo(1.8, 6);
    expect(of('EventBridge Scheduler')).toBeCloseTo(1, 6);
  });

  test('a gigabyte of logs is taken in and kept for a month, and Lambda’s own lines are part of it', () => {
    const gigabyte = pulls({ logBytes: 1024 ** 3 / MILLION });
    expect(dollars('Logs', gigabyte)).toBeCloseTo(0.53, 6);
    expect(dollars('Logs', gigabyte, deployed('queue/pull', { systemLogs: true }))).toBeGreaterThan(0.8);
  });

  test('history is written by the kilobyte and kept for three months', () => {
    expect(dollars('DynamoDB', usage({ historyKb: MILLION }))).toBeCloseTo(0.625, 6);
    expect(dollars('History, kept and backed up', usage({ historyKb: 1024 ** 2 }))).toBeCloseTo(3 * 0.45, 6);
  });
});

describe('free allowances', () => {
  test('take off what they are for, and never more than there is', () => {
    expect(dollars('Lambda', pulls({ durationMs: 100 }), {}, ALWAYS_FREE)).toBe(0);
    expect(dollars('CloudWatch alarms', usage(), { alarmMetrics: 19 }, ALWAYS_FREE)).toBeCloseTo(0.9, 6);
    expect(dollars('CloudWatch alarms', usage(), { alarmMetrics: 3 }, ALWAYS_FREE)).toBe(0);
  });

  test('all queues share one', () => {
    const mappings = [
      { entry: 'queue/pull', fifo: false },
      { entry: 'queue/detect', fifo: true },
    ];
    const left = dollars('SQS, polling of empty queues', usage(), { mappings }, { sqs: MILLION });
    expect(left).toBeCloseTo((2 * 648_000 - MILLION) * 0.5e-6, 6);
  });
});

test('metrics are apart from the platform', () => {
  const lines = billOf(amountsOf(usage({ metricsAsked: MILLION }), inventory({ keys: 3 }), 0), PRICES);
  expect(totalOf(lines, 'metrics')).toBeCloseTo(10, 6);
  expect(totalOf(lines, 'platform')).toBeCloseTo(3, 6);
});
