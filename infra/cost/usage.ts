import { MOST_BYTES } from '#adapters/sqs/sendAll.ts';
import { blockSeconds } from '#domain/detection/gather.ts';
import { AGAIN_SECONDS } from '#usecases/pullSlice.ts';
import type { Inventory } from './inventory.ts';
import type { Call, Measured, MeasuredFunction } from './measured.ts';
import { SECONDS_A_MONTH } from './month.ts';

/** The ways in which metrics come in. */
export const WAYS = ['pulled each minute', 'pulled each 10 s', 'pushed'] as const;
export type Way = (typeof WAYS)[number];

/** Seconds between two arrivals. An OpenTelemetry exporter or collector pushes each minute unless told otherwise. */
const STEP: Record<Way, number> = { 'pulled each minute': 60, 'pulled each 10 s': 10, pushed: 60 };

/** One function's month. */
export interface Run {
  entry: string;
  times: number;
  /** billed milliseconds of one invocation */
  durationMs: number;
  logBytes: number;
  calls: Readonly<Record<string, Call>>;
}

/** What happens in a month of one way, before anything is counted in what AWS bills. */
export interface Usage {
  runs: readonly Run[];
  /** kilobytes of samples that one arrival sends on */
  arrivalKb: number;
  /** metrics that CloudWatch is asked for */
  metricsAsked: number;
  apiRequests: number;
  /** history written, in kilobytes */
  historyKb: number;
}

const PULL = 'queue/pull';
const DETECT = 'queue/detect';
const SEND = 'SQS.SendMessageBatch';
/** The packed size of a block of 360 points, rounded up to what a write is billed by. */
const BLOCK_KB = 2;

/** @param measured an idle installation whose metrics are pulled, with as many services as the table is for */
export function usageOf(way: Way, { schedules }: Pick<Inventory, 'schedules'>, measured: Measured): Usage {
  const step = STEP[way];
  const pushed = way === 'pushed';
  const arrivals = SECONDS_A_MONTH / step;
  // A pull asks again for what may have been revised; a push brings each point once.
  const samples = measured.series * (pushed ? 1 : pointsAPull(step));
  const arrivalKb = samples * sampleKb(measured);
  const arriving = pushed ? ingestOf(measured, arrivalKb) : pullOf(measured, arrivalKb);
  return {
    runs: [
      ...schedules.map(({ entry, perMonth }) => run(entry, perMonth, functionOf(measured, entry))),
      run(PULL, arrivals, arriving),
      run(DETECT, arrivals * sendsOf(arrivalKb), functionOf(measured, DETECT)),
    ],
    arrivalKb,
    metricsAsked: pushed ? 0 : measured.series * arrivals,
    apiRequests: pushed ? arrivals : 0,
    historyKb: measured.series * (SECONDS_A_MONTH / blockSeconds(step)) * BLOCK_KB,
  };
}

const pointsAPull = (step: number): number => Math.floor(AGAIN_SECONDS / step) + 1;
/** What is sent in one call arrives as one batch, and wakes detection once. */
const sendsOf = (kb: number): number => Math.max(1, Math.ceil((kb * 1024) / MOST_BYTES));

/** What one sample takes in a message, from what the measured pulls sent. */
function sampleKb(measured: Measured): number {
  const sent = functionOf(measured, PULL).calls[SEND]?.kb ?? 0;
  return sent / (measured.series * pointsAPull(measured.resolution));
}

function pullOf(measured: Measured, kb: number): MeasuredFunction {
  const pull = functionOf(measured, PULL);
  return { ...pull, calls: { ...pull.calls, [SEND]: { n: sendsOf(kb), kb } } };
}

/** The route that takes pushes comes with its own issue. Until it can be measured it is counted as taking as long as a pull,
 *  and as reading a key, counting a request and sending the samples on. */
function ingestOf(measured: Measured, kb: number): MeasuredFunction {
  const calls = {
    'DynamoDB.GetItem': { n: 1, kb: 1 },
    'DynamoDB.UpdateItem': { n: 1, kb: 1 },
    [SEND]: { n: 1, kb },
  };
  return { ...functionOf(measured, PULL), calls };
}

function functionOf({ functions }: Measured, entry: string): MeasuredFunction {
  const found = functions[entry];
  if (!found) throw new Error(`${entry} was not measured: run node infra/cost/measure.ts again`);
  return found;
}

const run = (entry: string, times: number, of: MeasuredFunction): Run => ({
  entry,
  times,
  durationMs: of.duration_ms,
  logBytes: of.log_bytes,
  calls: of.calls,
});
