import * as z from 'zod';
import { Instant } from '../time.ts';
import { ServiceName } from './name.ts';

/** Where a service runs, so that its metrics can be asked for and it can be acted upon. */
export const Workload = z.discriminatedUnion('platform', [
  z.object({ platform: z.literal('ecs'), cluster: z.string(), service: z.string() }),
  z.object({
    platform: z.literal('eks'),
    cluster: z.string(),
    namespace: z.string(),
    deployment: z.string(),
  }),
  z.object({ platform: z.literal('external') }),
]);
export type Workload = z.infer<typeof Workload>;

/** One metric as its source names it: what CloudWatch is asked for. */
export const MetricSource = z.object({
  metric: z.string().describe('our name, from the catalogue'),
  source: z.enum(['cloudwatch', 'prometheus', 'otlp', 'remote_write']),
  namespace: z.string().optional(),
  name: z.string().describe("the source's own name"),
  dimensions: z.record(z.string(), z.string()).optional(),
  statistic: z.string().optional().describe('CloudWatch statistic, e.g. Average, Sum, p99'),
  scale: z.number().optional().describe('the source value times this is ours'),
});
export type MetricSource = z.infer<typeof MetricSource>;

/** A watched service: what discovery and `forestall.yml` say together. */
export const Service = z
  .object({
    name: ServiceName,
    workload: Workload,
    owner: z.string().nullable().describe('the namespace that owns it'),
    depends_on: z.array(ServiceName),
    may_act: z.boolean().describe('carries the tag forestall:act'),
    protected: z.boolean(),
    resolution: z.number().int().positive().describe('seconds between points asked for'),
    metrics: z.array(MetricSource),
    discovered_by: z.enum(['tag', 'name', 'configuration']),
    updated_at: Instant,
  })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof Service>;
