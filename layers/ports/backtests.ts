import type { BacktestSummary } from '#domain/backtest/summary.ts';

/** What each policy's last backtest found. */
export interface Backtests {
  latest(policyId: string): Promise<BacktestSummary | undefined>;
  /** The newest by `at` stays, so that a slow run does not overwrite a later one. */
  put(summary: BacktestSummary): Promise<void>;
}
