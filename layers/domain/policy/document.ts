import * as z from 'zod';
import { Duration } from '../configuration/configuration.ts';
import { ServiceName } from '../service/name.ts';
import { isRetention } from './compliance.ts';
import { Autonomy } from './policy.ts';

const Parameters = z.record(z.string(), z.unknown());

/** One action however it is spelled: `alert`, `{type: scale, min_replicas: 3}`, `{circuit_breaker: enable}`. */
export const WrittenAction = z
  .union([
    z.string().min(1),
    z.looseObject({ type: z.string().min(1) }),
    Parameters.refine(
      (it) => Object.keys(it).length === 1,
      'an action is a name, an object with a type, or one name with its setting',
    ),
  ])
  .meta({ id: 'WrittenAction', example: { type: 'scale', min_replicas: 3, max_replicas: 10 } });
export type WrittenAction = z.infer<typeof WrittenAction>;

const Trigger = z.strictObject({
  type: z.literal('multi_service_failure'),
  threshold: z.number().int().min(1),
  time_window: Duration,
});

/** Finer than a millionth no share is meant. */
const toMillionths = (value: number): number => Math.round(value * 1e6) / 1e6;

const Share = z.union([
  z.string().regex(/^(100(\.0{1,9})?|\d{1,2}(\.\d{1,9})?)%$/, 'a share like 25%, at most 100%'),
  z.number().min(0).max(1).overwrite(toMillionths),
]);

const Guards = z.strictObject({
  cooldown: Duration.optional(),
  max_per_hour: z.number().int().positive().optional(),
  blast_radius: Share.optional(),
  windows: z.strictObject({ deny: z.array(z.string()).optional(), allow: z.array(z.string()).optional() }).optional(),
  approval: z
    .strictObject({
      above: z.string(),
      timeout: Duration.optional(),
      on_timeout: z.enum(['escalate', 'reject']).optional(),
    })
    .optional(),
});

const Verify = z.strictObject({
  within: Duration.optional(),
  metric: z.string().optional(),
  expect: z.string().optional(),
});

/** A policy as people write it, in a file or to the API. What is left out gets its default. */
export const PolicyDocument = z
  .strictObject({
    name: z.string().min(1).max(200).optional(),
    description: z.string().max(2_000).optional(),
    namespace: z.string().min(1).max(100).optional(),
    service: ServiceName.optional(),
    condition: z.string().min(1).max(2_000).optional(),
    when: z.string().min(1).max(2_000).optional(),
    trigger: Trigger.optional(),
    action: WrittenAction.optional(),
    actions: z.array(WrittenAction).min(1).max(20).optional(),
    notification: z.string().optional(),
    parameters: Parameters.optional(),
    for: Duration.optional(),
    cooldown: Duration.optional(),
    autonomy: Autonomy.optional(),
    earn: z
      .strictObject({ bar: Share.optional() })
      .optional()
      .describe('with autonomy: earn; the share of repairs that must surely have helped before it acts by itself'),
    guards: Guards.optional(),
    verify: Verify.optional(),
    on_failure: z.array(WrittenAction).optional(),
    enabled: z.boolean().optional(),
  })
  .meta({
    id: 'PolicyDocument',
    example: {
      name: 'memory_auto_restart',
      condition: 'memory_usage > 90',
      action: 'restart_container',
      service: 'orders',
      cooldown: 300,
    },
  });
export type PolicyDocument = z.infer<typeof PolicyDocument>;

const ALWAYS_ON = 'the audit is always on: say enabled, or leave it out';

const Compliance = z.strictObject({
  audit_logging: z
    .string()
    .refine((said) => said === 'enabled', ALWAYS_ON)
    .meta({ enum: ['enabled'], description: ALWAYS_ON })
    .optional(),
  data_retention: Duration.refine(isRetention, 'a retention is from 1d to 100y')
    .optional()
    .describe('what happened is kept at least so long, and the audit is locked so long'),
  encryption: z
    .string()
    .regex(/^([Aa][Ee][Ss]-?256|aws:kms)$/, 'AES-256 (or aws:kms): a key of your own in KMS')
    .optional()
    .describe('AES-256: tables, buckets, queues and logs are encrypted with a key of your own in KMS'),
  object_lock: z
    .enum(['governance', 'compliance'])
    .optional()
    .describe(
      "how the audit is locked: governance unless said; under compliance nobody, not even the account's root, can delete or shorten",
    ),
});
/** What the whole installation is held to: enforced where it is deployed. */
export type Compliance = z.infer<typeof Compliance>;

/** The policies of a namespace, or of the whole installation when none is named. */
export const NamespaceFile = z.strictObject({
  apiVersion: z.literal('forestall/v1').optional(),
  namespace: z.string().optional(),
  services: z.array(ServiceName).optional(),
  policies: z.array(PolicyDocument),
});

/** The rules that hold for all namespaces. */
export const GlobalFile = z.strictObject({
  apiVersion: z.literal('forestall/v1').optional(),
  global_policies: z.array(PolicyDocument),
  compliance: Compliance.optional(),
});

/** The shapes of a policy file: a bare list, a namespace's, the global rules. */
export const PolicyFile = z
  .union([z.array(PolicyDocument), NamespaceFile, GlobalFile])
  .meta({ id: 'PolicyFile', title: 'A policy file of Forestall' });
export type PolicyFile = z.infer<typeof PolicyFile>;
