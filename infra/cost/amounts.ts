import type { DeployedFunction, Inventory } from './inventory.ts';
import type { Call } from './measured.ts';
import { SECONDS_A_MONTH } from './month.ts';
import type { Run, Usage } from './usage.ts';

/** A month in what AWS counts. Names are those of the prices. */
export interface Amounts {
  lambdaRequest: number;
  lambdaGbSecond: number;
  schedulerInvocation: number;
  /** polls of queues, whether or not something came */
  sqsStandardPoll: number;
  sqsFifoPoll: number;
  /** what was sent, received and deleted */
  sqsStandardRequest: number;
  sqsFifoRequest: number;
  dynamoWrite: number;
  dynamoRead: number;
  storageGb: number;
  s3Write: number;
  s3Read: number;
  alarm: number;
  customMetric: number;
  logGb: number;
  traceRecorded: number;
  key: number;
  keyRequest: number;
  secret: number;
  secretRequest: number;
  apiRequest: number;
  getMetricDataMetric: number;
}

const GB = 1024 ** 3;
/** Amazon SQS counts each 64 KB of a request as one; DynamoDB a write by 1 KB, a read by 4 KB. */
const SQS_KB = 64;
const READ_KB = 4;

/** "Configuring scaling behavior for SQS event source mappings": at low traffic Lambda keeps five readers a queue, sometimes
 *  as few as two; each polls for twenty seconds. For a FIFO queue no number is published, so it is counted as one more. */
const POLLERS = 5;
const POLL_SECONDS = 20;
export const IDLE_POLLS = (POLLERS * SECONDS_A_MONTH) / POLL_SECONDS;

/** Lambda's own lines of an invocation, `platform.start` and `platform.report`, with CloudWatch's 26 bytes each. */
const SYSTEM_LOG_BYTES = 600;
/** History is kept for 90 days. */
const HISTORY_MONTHS = 3;

export function amountsOf(usage: Usage, inventory: Inventory, customMetrics: number): Amounts {
  const { runs } = usage;
  const calls = (of: (name: string, call: Call) => number) =>
    sum(runs, (run) => run.times * sum(Object.entries(run.calls), ([name, call]) => of(name, call)));
  const polls = (fifo: boolean) => IDLE_POLLS * inventory.mappings.filter((mapping) => mapping.fifo === fifo).length;
  return {
    lambdaRequest: sum(runs, ({ times }) => times),
    lambdaGbSecond: sum(runs, (run) => run.times * gbSeconds(run, deployed(run, inventory))),
    schedulerInvocation: sum(inventory.schedules, ({ perMonth }) => perMonth),
    sqsStandardPoll: polls(false),
    sqsFifoPoll: polls(true),
    sqsStandardRequest: received(usage, inventory, false),
    // Which queue something was sent to is not known here, so it counts as the dearer kind.
    sqsFifoRequest: calls(sent) + received(usage, inventory, true),
    dynamoWrite: calls(written) + usage.historyKb,
    dynamoRead: calls(read),
    storageGb: (usage.historyKb * 1024 * HISTORY_MONTHS) / GB,
    s3Write: calls((name, { n }) => (/^S3\.(Put|Copy|List)/.test(name) ? n : 0)),
    s3Read: calls((name, { n }) => (/^S3\.(Get|Head)/.test(name) ? n : 0)),
    alarm: inventory.alarmMetrics,
    customMetric: customMetrics,
    logGb: sum(runs, (run) => run.times * (run.logBytes + systemBytes(deployed(run, inventory)))) / GB,
    traceRecorded: sum(runs, (run) => (deployed(run, inventory).traced ? run.times : 0)),
    key: inventory.keys,
    keyRequest: calls((name, { n }) => (name.startsWith('KMS.') ? n : 0)),
    secret: inventory.secrets,
    secretRequest: calls((name, { n }) => (name.startsWith('SecretsManager.') ? n : 0)),
    apiRequest: usage.apiRequests,
    getMetricDataMetric: usage.metricsAsked,
  };
}

function deployed({ entry }: Run, { functions }: Inventory): DeployedFunction {
  const found = functions.get(entry);
  if (!found) throw new Error(`no template deploys ${entry}`);
  return found;
}

/** Billed by the millisecond, begun ones whole. */
const gbSeconds = ({ durationMs }: Run, { memoryMiB }: DeployedFunction): number =>
  (memoryMiB / 1024) * (Math.ceil(durationMs) / 1000);
const systemBytes = ({ systemLogs }: DeployedFunction): number => (systemLogs ? SYSTEM_LOG_BYTES : 0);

const sent = (name: string, { n, kb }: Call): number => (name.startsWith('SQS.') ? Math.max(n, kb / SQS_KB) : 0);

/** Lambda receives a batch in one request, or as many as its bytes are, and deletes it in another. */
function received({ runs, arrivalKb }: Usage, { mappings }: Inventory, fifo: boolean): number {
  return sum(
    mappings.filter((mapping) => mapping.fifo === fifo),
    ({ entry }) => {
      const times = sum(runs, (run) => (run.entry === entry ? run.times : 0));
      const chunks = entry === 'queue/detect' ? Math.max(1, arrivalKb / SQS_KB) : 1;
      return times * (chunks + 1);
    },
  );
}

const READS = /^DynamoDB\.(GetItem|Query|Scan|BatchGetItem|TransactGetItems)$/;

/** Every read counts as a strongly consistent one, and every byte on the wire as one of an item: a little too much. */
const read = (name: string, { n, kb }: Call): number => (READS.test(name) ? Math.max(n, kb / READ_KB) : 0);

function written(name: string, { n, kb }: Call): number {
  if (!name.startsWith('DynamoDB.') || READS.test(name)) return 0;
  return Math.max(n, kb) * (name === 'DynamoDB.TransactWriteItems' ? 2 : 1);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
