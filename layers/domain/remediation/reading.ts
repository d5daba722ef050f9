import { metricDefinition } from '../metric/catalogue.ts';
import { toInstant } from '../time.ts';
import type { Reading } from './action.ts';

/** A value of a metric as an action keeps it. `at`: the start of its period, epoch seconds. */
export const readingAt = (at: number, metric: string, value: number): Reading => ({
  at: toInstant(at),
  metric,
  value,
  unit: metricDefinition(metric).unit,
});
