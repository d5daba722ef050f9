import * as z from 'zod';
import { Severity } from '../anomaly/anomaly.ts';
import { Autonomy } from '../policy/policy.ts';
import { ServiceName } from '../service/name.ts';
import { Duration, seconds } from './duration.ts';
import { Notifications } from './notifications.ts';
import { Oidc } from './oidc.ts';

export { Duration, seconds };

const CloudWatchSource = z.strictObject({
  type: z.literal('cloudwatch'),
  namespace: z.string().default('AWS/ECS').describe('where the services of this source publish'),
  clusters: z.array(z.string()).optional().describe('only services of these ECS clusters; all when left out'),
  metrics: z
    .array(z.string())
    .optional()
    .describe("our metrics' names; the catalogue's for this namespace when left out"),
  resolution: Duration.optional().describe('seconds between points; 60s unless said'),
});

const Gateway = z
  .strictObject({
    http_api: z.string().optional().describe("an HTTP API's id"),
    rest_api: z.string().optional().describe("a REST API's id"),
    stage: z.string().default('$default'),
    routes: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('route keys of an HTTP API (POST /orders), or /resource/METHOD of a REST API; the whole stage without'),
  })
  .refine(
    ({ http_api, rest_api }) => (http_api === undefined) !== (rest_api === undefined),
    'a gateway is an http_api or a rest_api, by its id',
  );

/** A service on EKS: it is found in this file, not by a tag, so consent stands here too, beside the label that its
 *  Deployment has to carry. */
const OnEks = z.strictObject({
  cluster: z.string().min(1).describe("the EKS cluster's name"),
  namespace: z.string().min(1).default('default'),
  deployment: z.string().min(1).optional().describe("its Deployment, when its name differs from the service's"),
  act: z.boolean().default(false).describe('Forestall may act on it'),
});

const ServiceEntry = z.strictObject({
  owner: z.string().optional(),
  depends_on: z.array(ServiceName).default([]),
  protected: z.boolean().default(false),
  watch: z.boolean().default(true),
  resolution: Duration.optional(),
  flags: z
    .boolean()
    .default(false)
    .describe('it reads its breakers and its limit from AppConfig, where it gets an environment of its own'),
  gateway: Gateway.optional().describe(
    'the stage of API Gateway by which its requests come in: where they are limited',
  ),
  cluster: z.string().optional().describe('ECS cluster, for a service that carries no tag'),
  ecs_service: z.string().optional().describe("its name in ECS when it differs from the service's"),
  eks: OnEks.optional().describe('where it runs, if that is an EKS cluster'),
});

const SloEntry = z.strictObject({
  service: ServiceName,
  objective: z
    .union([z.number().gt(0).lt(1), z.string().regex(/^\d{1,2}(\.\d+)?%$/, 'an objective is like 99.9% or 0.999')])
    .describe('the share that must go well'),
  errors: z.string().default('error_rate').describe('a metric that says the share that went wrong'),
  good: z
    .string()
    .optional()
    .describe('instead of errors: what a period must fulfil to count as good, e.g. latency_p99 < 300ms'),
});

/** `forestall.yml`: what it says wins over tags, tags win over discovery. */
export const Configuration = z
  .strictObject({
    sources: z.array(CloudWatchSource).default([]),
    services: z.record(ServiceName, ServiceEntry).default({}),
    resolution: Duration.default('60s'),
    shards: z.number().int().positive().max(1000).default(1).describe('about 4,000 series a shard'),
    limits: z
      .record(z.string(), z.number())
      .default({})
      .describe("limits of your own by metric or service.metric, in the metric's unit: what forecasts look out for"),
    slos: z
      .record(
        z.string().regex(/^[a-zA-Z0-9_.-]+$/, 'a name holds letters, digits, dots, dashes and underscores'),
        SloEntry,
      )
      .default({})
      .describe('objectives by name: what burn_rate(name, 1h) in a policy asks'),
    notifications: Notifications.prefault({}),
    webhooks: z
      .strictObject({
        allow_hosts: z.array(z.string()).default([]).describe('private or loopback hosts that may be called'),
        disable_after: Duration.default('3d').describe(
          'a receiver of which nothing has worked for so long is called no more, when another delivery is given up',
        ),
      })
      .prefault({}),
    alerts: z
      .strictObject({
        service_labels: z
          .array(z.string().min(1))
          .min(1)
          .default(['service', 'service_name', 'app_kubernetes_io_name', 'app', 'deployment', 'job'])
          .describe("labels of Alertmanager's alerts that name a service, the first that there is"),
        services: z
          .record(z.string(), ServiceName)
          .default({})
          .describe('by the name of an alert or a CloudWatch alarm: whose it is, whatever its labels say'),
        severities: z
          .record(z.string(), Severity)
          .default({})
          .describe(
            'by the name of an alert or an alarm, or by what its severity label says, in lower case: how bad it is',
          ),
      })
      .prefault({})
      .describe("other systems' alerts"),
    guards: z
      .strictObject({
        cooldown: Duration.default('5m'),
        max_per_hour: z.number().int().positive().default(3),
        fleet_max_per_hour: z.number().int().positive().default(10),
        blast_radius: z.number().min(0).max(1).default(0.25),
      })
      .prefault({}),
    autonomy: Autonomy.default('auto'),
    verify: z.strictObject({ within: Duration.default('3m') }).prefault({}),
    retention: z
      .strictObject({
        history: Duration.default('90d'),
        logs: Duration.default('30d'),
        deliveries: Duration.default('30d').describe('what webhooks were sent, and what they answered'),
        decisions: Duration.default('90d').describe('what policies decided, with all that they saw'),
      })
      .prefault({}),
    cors: z.array(z.string()).default([]),
    oidc: Oidc.optional().describe('single sign-on: tokens of your identity provider open the API as keys do'),
  })
  .meta({ id: 'Configuration', title: 'forestall.yml' });
export type Configuration = z.infer<typeof Configuration>;
