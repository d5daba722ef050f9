import { describe, expect, test } from 'vitest';
import { billOf, totalOf } from './bill.ts';
import { inventory, measured } from './fixtures.ts';
import type { Inventory } from './inventory.ts';
import type { Measured } from './measured.ts';
import { PRICES } from './prices.ts';
import type { Usage } from './usage.ts';

const MILLION = 1_000_000;
const usage = (invocations: Record<string, number>, over: Partial<Usage> = {}): Usage => ({
  step: 60,
  invocations: new Map(Object.entries(invocations)),
  metricsAsked: 0,
  historyWrites: 0,
  ...over,
});

function dollars(what: string, of: Usage, over: { inventory?: Partial<Inventory>; measured?: Measured } = {}): number {
  const lines = billOf(of, inventory(over.inventory), over.measured ?? measured(), PRICES);
  const found = lines.find((line) => line.what === what);
  if (!found) throw new Error(`there is no line ${what}`);
  return found.dollars;
}

const million = usage({ 'queue/pull': MILLION });
const pulls = (over: Parameters<typeof measured>[0]) => ({ measured: measured(over) });

describe('what runs', () => {
  test('a million invocations of 100 ms with half a gigabyte are 50,000 GB-seconds and a million requests', () => {
    const cost = dollars('Lambda', million, pulls({ 'queue/pull': { duration_ms: 100 } }));
    expect(cost).toBeCloseTo(0.2 + 50_000 * 0.0000133334, 6);
  });

  test('a begun millisecond is billed whole', () => {
    const at = (duration_ms: number) => dollars('Lambda', million, pulls({ 'queue/pull': { duration_ms } }));
    expect(at(100.2)).toBe(at(101));
  });

  test('a trace is billed where it is recorded and nowhere else', () => {
    const traced = { functions: new Map([['queue/pull', { memoryMiB: 512, traced: true, systemLogs: false }]]) };
    expect(dollars('X-Ray', million)).toBe(0);
    expect(dollars('X-Ray', million, { inventory: traced })).toBeCloseTo(5, 6);
  });

  test('what was not measured is asked for, never guessed', () => {
    expect(() => dollars('Lambda', usage({ 'schedule/forecast': 1 }))).toThrow('schedule/forecast was not measured');
  });
});

describe('what is asked of other services', () => {
  const calls = (name: string, n: number, kb: number) => pulls({ 'queue/pull': { calls: { [name]: { n, kb } } } });

  test.each([
    ['DynamoDB', 'DynamoDB.GetItem', 1, 0.2, 0.125],
    ['DynamoDB', 'DynamoDB.Scan', 1, 16, 0.5],
    ['DynamoDB', 'DynamoDB.UpdateItem', 2, 0.5, 1.25],
    ['DynamoDB', 'DynamoDB.PutItem', 1, 3, 1.875],
    ['DynamoDB', 'DynamoDB.TransactWriteItems', 1, 1, 1.25],
    ['S3', 'S3.PutObject', 1, 100, 5],
    ['S3', 'S3.GetObject', 1, 100, 0.4],
    ['SQS, messages', 'SQS.SendMessageBatch', 1, 10, 0.5],
    ['SQS, messages', 'SQS.SendMessageBatch', 1, 256, 2],
    ['Keys and secrets', 'KMS.Decrypt', 1, 0, 3],
    ['Keys and secrets', 'SecretsManager.GetSecretValue', 1, 0, 5],
    ['DynamoDB', 'ECS.ListTasks', 5, 5, 0],
  ])('%s: a million times %s of %d calls and %d KB', (what, name, n, kb, cost) => {
    expect(dollars(what, million, calls(name, n, kb))).toBeCloseTo(cost, 6);
  });

  test('a queue that nothing comes to is polled all the same', () => {
    const standard = { inventory: { mappings: [{ entry: 'queue/pull', fifo: false }] } };
    const fifo = { inventory: { mappings: [{ entry: 'queue/detect', fifo: true }] } };
    expect(dollars('SQS, polling of empty queues', usage({}), standard)).toBeCloseTo(648_000 * 0.4e-6, 6);
    expect(dollars('SQS, polling of empty queues', usage({}), fifo)).toBeCloseTo(648_000 * 0.5e-6, 6);
  });

  test('what pull sent is received in as many requests, and deleted in one', () => {
    const over = {
      inventory: { mappings: [{ entry: 'queue/detect', fifo: true }] },
      ...pulls({ 'queue/pull': { calls: { 'SQS.SendMessageBatch': { n: 1, kb: 192 } } } }),
    };
    expect(dollars('SQS, messages', usage({ 'queue/detect': MILLION }), over)).toBeCloseTo((3 + 1) * 0.5, 6);
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
    const own = { ...measured(), custom_metrics: ['Forestall A', 'Forestall B'] };
    const of = (what: string) => dollars(what, usage({}), { inventory: there, measured: own });
    expect(of('CloudWatch alarms')).toBeCloseTo(1.9, 6);
    expect(of('CloudWatch, metrics of its own')).toBeCloseTo(0.6, 6);
    expect(of('Keys and secrets')).toBeCloseTo(1.8, 6);
    expect(of('EventBridge Scheduler')).toBeCloseTo(1, 6);
  });

  test('a gigabyte of logs is taken in and kept for a month, and Lambda’s own lines are part of it', () => {
    const quiet = pulls({ 'queue/pull': { log_bytes: 1024 ** 3 / MILLION } });
    expect(dollars('Logs', million, quiet)).toBeCloseTo(0.53, 6);
    const loud = { functions: new Map([['queue/pull', { memoryMiB: 512, traced: false, systemLogs: true }]]) };
    expect(dollars('Logs', million, { ...quiet, inventory: loud })).toBeGreaterThan(0.8);
  });
});

test('metrics are apart from the platform', () => {
  const lines = billOf(usage({}, { metricsAsked: MILLION }), inventory({ keys: 3 }), measured(), PRICES);
  expect(totalOf(lines, 'metrics')).toBeCloseTo(10, 6);
  expect(totalOf(lines, 'platform')).toBeCloseTo(3, 6);
});
