import type { Amounts } from './amounts.ts';
import type { Prices } from './prices.ts';

export interface Line {
  part: 'platform' | 'metrics';
  what: string;
  dollars: number;
}

/** Of what each account has something free a month, however long it exists. */
export type Allowances = Partial<Record<keyof Amounts | 'sqs', number>>;

/** What a month's amounts cost, by what AWS bills.
 *  @param free what the account has not used otherwise; nothing, for the list price */
export function billOf(amounts: Amounts, prices: Prices, free: Allowances = {}): Line[] {
  const beyond = (name: keyof Amounts) => Math.max(0, amounts[name] - (free[name] ?? 0));
  const cost = (...names: readonly (keyof Amounts & keyof Prices)[]) =>
    names.reduce((total, name) => total + beyond(name) * prices[name], 0);
  const platform = (what: string, dollars: number): Line => ({ part: 'platform', what, dollars });
  const queues = queueCosts(amounts, prices, free.sqs ?? 0);
  return [
    platform('Lambda', cost('lambdaRequest', 'lambdaGbSecond')),
    platform('EventBridge Scheduler', cost('schedulerInvocation')),
    platform('SQS, polling of empty queues', queues.polls),
    platform('SQS, messages', queues.messages),
    platform('DynamoDB', cost('dynamoWrite', 'dynamoRead')),
    platform('S3', cost('s3Write', 's3Read')),
    platform('CloudWatch alarms', cost('alarm')),
    platform('CloudWatch, metrics of its own', cost('customMetric')),
    platform('Logs', beyond('logGb') * (prices.logIngestGb + prices.logStorageGb)),
    platform('X-Ray', cost('traceRecorded')),
    platform('Keys and secrets', cost('key', 'keyRequest', 'secret', 'secretRequest')),
    platform('API Gateway', cost('apiRequest')),
    platform('History, kept and backed up', beyond('storageGb') * (prices.dynamoStorageGb + prices.dynamoBackupGb)),
    { part: 'metrics', what: 'GetMetricData', dollars: cost('getMetricDataMetric') },
  ];
}

/** One allowance for all requests to queues; it is taken off where it saves least, and so it is never made too much of. */
function queueCosts(amounts: Amounts, prices: Prices, free: number): { polls: number; messages: number } {
  const { sqsStandardRequest: standard, sqsFifoRequest: fifo } = prices;
  let left = free;
  const take = (requests: number, price: number): number => {
    const taken = Math.min(left, requests);
    left -= taken;
    return (requests - taken) * price;
  };
  const standardPolls = take(amounts.sqsStandardPoll, standard);
  const standardMessages = take(amounts.sqsStandardRequest, standard);
  const fifoPolls = take(amounts.sqsFifoPoll, fifo);
  const fifoMessages = take(amounts.sqsFifoRequest, fifo);
  return { polls: standardPolls + fifoPolls, messages: standardMessages + fifoMessages };
}

export const totalOf = (lines: readonly Line[], part: Line['part']): number =>
  lines.reduce((total, line) => (line.part === part ? total + line.dollars : total), 0);
