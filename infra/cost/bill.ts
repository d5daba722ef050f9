import type { Inventory } from './inventory.ts';
import type { Call, Measured, MeasuredFunction } from './measured.ts';
import type { Prices } from './prices.ts';
import { IDLE_POLLS, type Usage } from './usage.ts';

export interface Line {
  part: 'platform' | 'metrics';
  what: string;
  dollars: number;
}

const GB = 1024 ** 3;
/** Lambda's own lines, `platform.start` and `platform.report`, with CloudWatch's 26 bytes each. */
const SYSTEM_LOG_BYTES = 600;
const LOGS_KEPT_MONTHS = 1;
/** Months for which history is kept, and kilobytes a block takes. */
const HISTORY_MONTHS = 3;

/** What a month of `usage` costs at these prices, by what AWS bills. Nothing free is taken off. */
export function billOf(usage: Usage, inventory: Inventory, measured: Measured, prices: Prices): Line[] {
  const runs = [...usage.invocations].map(([entry, times]) => ({ entry, times, of: measuredOf(entry, measured) }));
  const perCall = (price: (call: Call, name: string) => number) =>
    sum(runs, ({ times, of }) => times * sum(Object.entries(of.calls), ([name, call]) => price(call, name)));
  const logGb = sum(runs, ({ entry, times, of }) => times * (of.log_bytes + systemBytes(entry, inventory))) / GB;
  const historyGb = (usage.historyWrites * 1024 * HISTORY_MONTHS) / GB;
  const platform = (what: string, dollars: number): Line => ({ part: 'platform', what, dollars });
  return [
    platform(
      'Lambda',
      sum(runs, (run) => run.times * invocationPrice(run.entry, run.of, inventory, prices)),
    ),
    platform(
      'EventBridge Scheduler',
      sum(inventory.schedules, ({ perMonth }) => perMonth) * prices.schedulerInvocation,
    ),
    platform(
      'SQS, polling of empty queues',
      sum(inventory.mappings, ({ fifo }) => IDLE_POLLS * queuePrice(fifo, prices)),
    ),
    platform(
      'SQS, messages',
      perCall((call, name) => sent(name, call, prices)) + received(usage, inventory, measured, prices),
    ),
    platform(
      'DynamoDB',
      perCall((call, name) => dynamo(name, call, prices)) + usage.historyWrites * prices.dynamoWrite,
    ),
    platform(
      'S3',
      perCall((call, name) => s3(name, call, prices)),
    ),
    platform('CloudWatch alarms', inventory.alarmMetrics * prices.alarm),
    platform('CloudWatch, metrics of its own', measured.custom_metrics.length * prices.customMetric),
    platform('Logs', logGb * (prices.logIngestGb + prices.logStorageGb * LOGS_KEPT_MONTHS)),
    platform(
      'X-Ray',
      sum(runs, ({ entry, times }) => (isTraced(entry, inventory) ? times * prices.traceRecorded : 0)),
    ),
    platform(
      'Keys and secrets',
      inventory.keys * prices.key +
        inventory.secrets * prices.secret +
        perCall((call, name) => kept(name, call, prices)),
    ),
    platform('Storage and its backup', historyGb * (prices.dynamoStorageGb + prices.dynamoBackupGb)),
    { part: 'metrics', what: 'GetMetricData', dollars: usage.metricsAsked * prices.getMetricDataMetric },
  ];
}

export const totalOf = (lines: readonly Line[], part: Line['part']): number =>
  sum(
    lines.filter((line) => line.part === part),
    ({ dollars }) => dollars,
  );

function measuredOf(entry: string, { functions }: Measured): MeasuredFunction {
  const found = functions[entry];
  if (!found) throw new Error(`${entry} was not measured: run node infra/cost/measure.ts again`);
  return found;
}

function deployed(entry: string, { functions }: Inventory) {
  const found = functions.get(entry);
  if (!found) throw new Error(`no template deploys ${entry}`);
  return found;
}

const isTraced = (entry: string, inventory: Inventory): boolean => deployed(entry, inventory).traced;
const systemBytes = (entry: string, inventory: Inventory): number =>
  deployed(entry, inventory).systemLogs ? SYSTEM_LOG_BYTES : 0;

/** Billed by the millisecond, begun ones whole. */
function invocationPrice(entry: string, of: MeasuredFunction, inventory: Inventory, prices: Prices): number {
  const gbSeconds = (deployed(entry, inventory).memoryMiB / 1024) * (Math.ceil(of.duration_ms) / 1000);
  return prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond;
}

const queuePrice = (fifo: boolean, prices: Prices): number =>
  fifo ? prices.sqsFifoRequest : prices.sqsStandardRequest;

/** Sent messages: what is larger than 64 KB is several requests. Which queue is not known here, so the dearer kind. */
const sent = (name: string, call: Call, prices: Prices): number =>
  name.startsWith('SQS.') ? Math.max(call.n, call.kb / prices.sqsRequestKb) * prices.sqsFifoRequest : 0;

/** Received and deleted by Lambda: a batch is one of each, and as many requests as its bytes were when they were sent. */
function received(usage: Usage, { mappings }: Inventory, measured: Measured, prices: Prices): number {
  const pullSends = measured.functions['queue/pull']?.calls['SQS.SendMessageBatch'];
  return sum(mappings, ({ entry, fifo }) => {
    const times = usage.invocations.get(entry) ?? 0;
    const chunks = entry === 'queue/detect' ? Math.max(1, (pullSends?.kb ?? 0) / prices.sqsRequestKb) : 1;
    return times * (chunks + 1) * queuePrice(fifo, prices);
  });
}

const READS = /^DynamoDB\.(GetItem|Query|Scan|BatchGetItem|TransactGetItems)$/;

/** Every read counts as a strongly consistent one, and every byte on the wire as one of an item: a little too much. */
function dynamo(name: string, call: Call, prices: Prices): number {
  if (!name.startsWith('DynamoDB.')) return 0;
  if (READS.test(name)) return Math.max(call.n, call.kb / prices.dynamoReadKb) * prices.dynamoRead;
  const twice = name === 'DynamoDB.TransactWriteItems' ? 2 : 1;
  return twice * Math.max(call.n, call.kb / prices.dynamoWriteKb) * prices.dynamoWrite;
}

function s3(name: string, call: Call, prices: Prices): number {
  if (!name.startsWith('S3.')) return 0;
  return call.n * (/^S3\.(Put|Copy|List)/.test(name) ? prices.s3Write : prices.s3Read);
}

function kept(name: string, call: Call, prices: Prices): number {
  if (name.startsWith('KMS.')) return call.n * prices.keyRequest;
  return name.startsWith('SecretsManager.') ? call.n * prices.secretRequest : 0;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
