/** The newest value of a series, with what was expected of it. `at` is the start of its period, epoch seconds. */
export interface LatestValue {
  service: string;
  metric: string;
  at: number;
  step: number;
  value: number;
  expected: number;
  lower: number;
  upper: number;
  /** detection has seen enough of it to judge */
  ready: boolean;
}
