import * as z from 'zod';
import { Instant } from '../time.ts';

export const Autonomy = z.enum(['observe', 'suggest', 'auto', 'earn']).meta({ id: 'Autonomy' });
export type Autonomy = z.infer<typeof Autonomy>;

/** One rung of a ladder, normalised: a type and its parameters. */
export const Rung = z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()) });
export type Rung = z.infer<typeof Rung>;

/**
 * A policy as the engine uses it: every spelling of the files and the API ends here, with defaults filled in.
 * `written` is the document as its author wrote it, given back unchanged by the API.
 */
export const Policy = z.object({
  id: z.string().regex(/^policy_[0-9a-zA-Z]+$/),
  name: z.string().min(1).max(200),
  namespace: z.string().nullable().describe('null: a policy of the whole installation'),
  services: z
    .array(z.string())
    .nullable()
    .default(null)
    .describe("what the namespace's file gives it, canonical; null where it does not say"),
  service: z.string().nullable().describe('canonical; null: every service that the namespace owns'),
  description: z.string(),
  condition: z.string().nullable().describe('source text; null for a global trigger'),
  trigger: z
    .object({ type: z.literal('multi_service_failure'), threshold: z.number().int(), window_seconds: z.number() })
    .nullable(),
  for_seconds: z.number().nonnegative(),
  alerts: z.array(Rung).describe('alerts are no rungs: they go out at once'),
  ladder: z.array(Rung),
  notification: z.string().nullable(),
  cooldown_seconds: z.number().nonnegative(),
  max_per_hour: z.number().int().positive(),
  blast_radius: z.number().min(0).max(1),
  autonomy: Autonomy,
  verify: z.object({
    within_seconds: z.number().positive(),
    metric: z.string().nullable(),
    expect: z.string().nullable(),
  }),
  on_failure: z.array(Rung),
  enabled: z.boolean(),
  source: z.enum(['file', 'api']),
  file: z.string().nullable().default(null).describe('of an applied tree: the file that declares it'),
  version: z.number().int().positive(),
  created_at: Instant,
  updated_at: Instant,
  written: z.record(z.string(), z.unknown()),
});
export type Policy = z.infer<typeof Policy>;
