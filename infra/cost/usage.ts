import { blockSeconds } from '#domain/detection/gather.ts';
import type { Inventory } from './inventory.ts';
import type { Measured } from './measured.ts';
import { MINUTES_A_MONTH, SECONDS_A_MONTH } from './month.ts';

/** The ways in which metrics come in. */
export const WAYS = ['pulled each minute', 'pulled each 10 s', 'pushed'] as const;
export type Way = (typeof WAYS)[number];

/** Seconds between two points of a series. An exporter pushes each minute unless told otherwise. */
const STEP: Record<Way, number> = { 'pulled each minute': 60, 'pulled each 10 s': 10, pushed: 60 };

/** What happens in a month of one way, before anything is priced. */
export interface Usage {
  step: number;
  /** invocations a month by function */
  invocations: ReadonlyMap<string, number>;
  /** metrics that CloudWatch is asked for */
  metricsAsked: number;
  /** writes of history, a block's kilobytes each */
  historyWrites: number;
}

const PULL = 'queue/pull';
const DETECT = 'queue/detect';
/** Not built yet: it does what a pull does after its answer, so a push is counted as one. */
const INGEST = PULL;
/** A block of 360 points packs into one to two kilobytes. */
const BLOCK_KB = 2;

/** @param measured an idle installation; what wakes what in it gives how many follow from each pull */
export function usageOf(way: Way, { schedules }: Inventory, measured: Measured): Usage {
  const step = STEP[way];
  const invocations = new Map<string, number>();
  for (const { entry, perMonth } of schedules) invocations.set(entry, (invocations.get(entry) ?? 0) + perMonth);
  // One call asks for up to 500 metrics; each service's exporter pushes by itself.
  const arrivals = way === 'pushed' ? measured.services * (SECONDS_A_MONTH / step) : SECONDS_A_MONTH / step;
  invocations.set(way === 'pushed' ? INGEST : PULL, arrivals);
  invocations.set(DETECT, arrivals * detectsAPull(measured));
  return {
    step,
    invocations,
    metricsAsked: way === 'pushed' ? 0 : measured.series * arrivals,
    historyWrites: measured.series * (SECONDS_A_MONTH / blockSeconds(step)) * BLOCK_KB,
  };
}

function detectsAPull({ functions, minutes, resolution }: Measured): number {
  const pulls = (minutes * 60) / resolution;
  return (functions[DETECT]?.invocations ?? pulls) / pulls;
}

/** Lambda keeps five connections a queue that poll for twenty seconds each, also where nothing comes ("Configuring
 *  scaling behavior for SQS event source mappings": five batches at low traffic, sometimes as few as two). For a FIFO
 *  queue no number is published, so it is counted in the same way. */
const POLLERS = 5;
const POLL_SECONDS = 20;
export const IDLE_POLLS = (POLLERS * SECONDS_A_MONTH) / POLL_SECONDS;

export { MINUTES_A_MONTH };
