import * as z from 'zod';

/** What one kind of call to AWS was, an invocation: how many, and kilobytes of the larger of what went out and came in. */
const Call = z.object({ n: z.number().nonnegative(), kb: z.number().nonnegative() });
export type Call = z.infer<typeof Call>;

const MeasuredFunction = z.object({
  invocations: z.number().int().positive(),
  /** mean of what is billed, milliseconds */
  duration_ms: z.number().nonnegative(),
  /** mean of what the function itself logs, with CloudWatch's 26 bytes an event */
  log_bytes: z.number().nonnegative(),
  calls: z.record(z.string(), Call),
});
export type MeasuredFunction = z.infer<typeof MeasuredFunction>;

/** What an idle installation did, as `infra/cost/measure.ts` saw it. Keys of `functions` are paths below `functions/`. */
export const Measured = z.object({
  how: z.string(),
  at: z.string(),
  minutes: z.number().positive(),
  services: z.number().int().positive(),
  /** metrics that are watched */
  series: z.number().int().positive(),
  /** seconds between two pulls */
  resolution: z.number().int().positive(),
  custom_metrics: z.array(z.string()),
  functions: z.record(z.string(), MeasuredFunction),
});
export type Measured = z.infer<typeof Measured>;
