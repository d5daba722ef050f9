import type { LatestValue } from '#domain/shard/latest.ts';
import type { EpochSeconds } from '#domain/time.ts';

export type { LatestValue };

export interface LatestValues {
  /** Latest values of all series of these services (all services when empty is given as undefined). */
  of(services?: readonly string[]): Promise<LatestValue[]>;
}

export interface HistoryBlock {
  series: string;
  start: EpochSeconds;
  step: number;
  points: readonly { at: EpochSeconds; value: number }[];
}

export interface HistoryStore {
  put(blocks: readonly HistoryBlock[]): Promise<void>;
  read(series: string, from: EpochSeconds, until: EpochSeconds): Promise<{ at: EpochSeconds; value: number }[]>;
}

export interface SeriesReader {
  /** Points with from <= at < until, oldest first, one a time: history, and what is not in a block of it yet. */
  read(asked: {
    service: string;
    metric: string;
    from: EpochSeconds;
    until: EpochSeconds;
  }): Promise<{ at: EpochSeconds; value: number }[]>;
}
