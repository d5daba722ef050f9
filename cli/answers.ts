import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Action } from '#domain/remediation/action.ts';

/**
 * What the commands read of the API's answers: no more than they show, so that an older command line goes on working with a
 * newer server.
 */
const value = z.number().nullish();

export const Health = z.array(
  z.looseObject({
    service: z.string(),
    status: z.string(),
    cpu: value,
    memory: value,
    error_rate: value,
    latency_p99: value,
    request_rate: value,
    connection_pool: value,
    running_tasks: value,
    open_anomalies: z.number().default(0),
    ready: z.boolean().default(true),
    as_of: z.string().nullish(),
  }),
);
export type Health = z.infer<typeof Health>;

export const OpenAnomaly = z.looseObject({
  ...Anomaly.pick({
    id: true,
    metric: true,
    severity: true,
    level: true,
    status: true,
    started_at: true,
    current_value: true,
    expected_lower: true,
    expected_upper: true,
    unit: true,
    recommendation: true,
  }).shape,
  kind: z.string().default('deviation'),
  shape: z.string().nullish(),
  direction: z.string().default('up'),
  breach_probability: z.number().nullish(),
  forecast_exhaustion: z.string().nullish(),
  service: z.string(),
  severity: z.string(),
  level: z.string(),
  status: z.string(),
  resolved_at: z.string().nullish(),
  resolution: z.string().nullish(),
});
export type OpenAnomaly = z.infer<typeof OpenAnomaly>;
export const Anomalies = z.looseObject({ anomalies: z.array(OpenAnomaly), next_cursor: z.string().nullish() });

/** A breach that is foreseen. */
export const Ahead = z.looseObject({
  metric: z.string(),
  service: z.string(),
  unit: z.string(),
  current: value,
  threshold: value,
  breach_time: z.string().nullish(),
  breach_probability: value,
  method: z.string().nullish(),
});
export type Ahead = z.infer<typeof Ahead>;
export const Predictions = z.looseObject({ predictions: z.array(Ahead) });

const Reading = z.looseObject({ metric: z.string(), value: z.number(), unit: z.string() }).nullish();
export const DoneAction = z.looseObject({
  ...Action.pick({ id: true, type: true, created_at: true, reason: true }).shape,
  service: z.string(),
  status: z.string(),
  policy_name: z.string().nullish(),
  verdict: z.string().nullish(),
  verdict_reason: z.string().nullish(),
  guards: z.array(z.looseObject({ guard: z.string(), passed: z.boolean(), reason: z.string() })).default([]),
  before: Reading,
  after: Reading,
});
export type DoneAction = z.infer<typeof DoneAction>;
/** An action that a person decides about: what would be done, and what the decision is bound to. */
export const AskedAction = z.looseObject({
  ...DoneAction.shape,
  plan: z.record(z.string(), z.unknown()).nullish(),
  approval: z
    .looseObject({
      state: z.string(),
      why: z.string(),
      hash: z.string().nullish(),
      expires_at: z.string().nullish(),
    })
    .nullish(),
});
export type AskedAction = z.infer<typeof AskedAction>;
export const Actions = z.looseObject({ actions: z.array(DoneAction), next_cursor: z.string().nullish() });

const Brief = z.looseObject({ type: z.string(), service: z.string() });

/** The engine and its kill switch. */
export const Engine = z.looseObject({
  enabled: z.boolean(),
  reason: z.string().nullish(),
  by: z.string().nullish(),
  at: z.string().nullish(),
  policies: z.looseObject({ total: z.number(), enabled: z.number() }).optional(),
  /** claimed and not ended */
  under_way: z.array(Brief).default([]),
  /** what AWS is carrying out, which no switch stops */
  still_running: z.array(Brief).default([]),
});
export type Engine = z.infer<typeof Engine>;

export const Policies = z.looseObject({
  policies: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      namespace: z.string().nullish(),
      service: z.string().nullish(),
      condition: z.string().nullish(),
      when: z.string().nullish(),
      trigger: z.looseObject({ type: z.string() }).nullish(),
      action: z.unknown().optional(),
      actions: z.array(z.unknown()).nullish(),
      autonomy: z.string().nullish(),
      enabled: z.boolean(),
      source: z.string().nullish(),
    }),
  ),
  next_cursor: z.string().nullish(),
});
export type Policies = z.infer<typeof Policies>;

/** What was said of an anomaly, or taken back, and in a sentence what that moved. */
export const FeedbackMoved = z.looseObject({
  service: z.string(),
  metric: z.string(),
  verdict: z.string(),
  effect: z.string(),
});

export const StreamStatus = z.looseObject({ websocket_url: z.string() });
export const Points = z.looseObject({ points: z.array(z.unknown()) });

export const AuditRecords = z.looseObject({
  records: z.array(
    z.looseObject({
      seq: z.number(),
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      target: z.string(),
      detail: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  next_cursor: z.string().nullish(),
});
export type AuditRecords = z.infer<typeof AuditRecords>;

export const AuditFound = z.looseObject({
  intact: z.boolean(),
  records: z.number(),
  head: z.looseObject({ seq: z.number(), hash: z.string(), recorded_at: z.string() }).nullish(),
  settling: z.number().default(0),
  findings_count: z.number(),
  findings: z.array(z.looseObject({ kind: z.string(), message: z.string() })),
});
export type AuditFound = z.infer<typeof AuditFound>;

/** Long work, as `/jobs/{id}` tells of it. */
export const RunningJob = z.looseObject({
  id: z.string(),
  status: z.enum(['queued', 'running', 'succeeded', 'failed']),
  progress: z.number(),
  result: z.unknown(),
  problem: z.looseObject({ detail: z.string().optional() }).nullish(),
});

const FoundInFile = z.looseObject({ file: z.string(), line: z.number(), column: z.number(), message: z.string() });

/** What applying policy files changes, or would. */
export const AppliedPolicies = z.looseObject({
  applied: z.boolean(),
  version: z.number(),
  changes: z.array(
    z.looseObject({
      change: z.string(),
      name: z.string(),
      namespace: z.string().nullish(),
      file: z.string().nullish(),
      line: z.number().nullish(),
      differences: z.array(z.looseObject({ member: z.string(), before: z.unknown(), after: z.unknown() })).default([]),
      kept: z.array(z.string()).default([]),
    }),
  ),
  warnings: z.array(FoundInFile).default([]),
});
export type AppliedPolicies = z.infer<typeof AppliedPolicies>;
