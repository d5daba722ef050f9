import type { Sample, SampleBatch } from '#domain/sample/sample.ts';
import type { MetricSource } from '#domain/service/service.ts';
import type { EpochSeconds } from '#domain/time.ts';

/** One delayed job of `plan`: ask one slice of a source for the points up to `slot` (absolute, epoch seconds). */
export interface PullJob {
  source: 'cloudwatch';
  slice: number;
  slices: number;
  slot: EpochSeconds;
  resolution: number;
}

export interface PullQueue {
  enqueue(jobs: readonly { job: PullJob; delaySeconds: number }[]): Promise<void>;
}

export interface MetricQuery {
  service: string;
  step: number;
  from: MetricSource;
}

export interface MetricReader {
  /** Samples with from <= at < until, in order of time a series; asks up to 500 queries a call. */
  read(queries: readonly MetricQuery[], from: EpochSeconds, until: EpochSeconds): Promise<Sample[]>;
}

export interface SampleQueue {
  send(batches: readonly SampleBatch[]): Promise<void>;
}

/** High-water marks of plan and pull. A mark only rises; `raise` tells whether this caller raised it. */
export interface Marks {
  read(name: string): Promise<number | undefined>;
  raise(name: string, to: number): Promise<boolean>;
}
