import * as z from 'zod';
import { ServiceName } from '../service/name.ts';
import { Instant } from '../time.ts';
import { Approval, Undo } from './approval.ts';

export const Verdict = z.enum(['helped', 'no_effect', 'worse', 'inconclusive']).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

/** The guards in the order in which they are asked. */
export const GuardName = z.enum([
  'kill_switch',
  'policy_enabled',
  'namespace_owns_service',
  'service_protected',
  'deploying',
  'maintenance_window',
  'cooldown',
  'budget',
  'one_at_a_time',
  'blast_radius',
  'too_many_unhealthy',
  'dependency_healthy',
  'still_needed',
  'autonomy',
  'approval',
  'consent',
  'available',
]);
export type GuardName = z.infer<typeof GuardName>;

export const GuardResult = z
  .object({ guard: GuardName, passed: z.boolean(), reason: z.string() })
  .meta({ id: 'GuardResult' });
export type GuardResult = z.infer<typeof GuardResult>;

/** What made an action necessary: an anomaly, a policy's own condition, a breach that is foreseen, or a person. */
export const Cause = z.object({
  kind: z.enum(['anomaly', 'condition', 'forecast', 'manual']),
  id: z.string(),
  metric: z.string().nullable().describe('the metric whose return to health is the proof'),
  direction: z.enum(['up', 'down']),
  failing: z
    .array(ServiceName)
    .optional()
    .describe('the services in trouble, where the cause is that of several at once'),
});
export type Cause = z.infer<typeof Cause>;

/**
 * held: a guard (or a missing action type) keeps it back, it is judged again while its cause lasts;
 * pending: claimed, not yet started; started: its workflow runs; awaiting_approval: a person was asked; acting, settling:
 * where the workflow is; succeeded, failed, rolled_back, escalated, rejected: how it ended.
 */
export const ActionStatus = z.enum([
  'held',
  'pending',
  'started',
  'awaiting_approval',
  'acting',
  'settling',
  'succeeded',
  'failed',
  'rolled_back',
  'escalated',
  'rejected',
]);
export type ActionStatus = z.infer<typeof ActionStatus>;
export const endedStatuses: readonly ActionStatus[] = ['succeeded', 'failed', 'rolled_back', 'escalated', 'rejected'];

/** One reading of the metric that judges the action. */
export const Reading = z.object({ at: Instant, metric: z.string(), value: z.number(), unit: z.string() });
export type Reading = z.infer<typeof Reading>;

/** What an action is compared with, taken just before it: more than one value says how much the metric moves anyway. */
export const Baseline = z
  .object({
    readings: z.array(Reading).describe('the metric before the action, while its cause lasted'),
    peers: z.array(ServiceName).describe('services that had the same trouble and were not touched'),
  })
  .meta({ id: 'Baseline' });
export type Baseline = z.infer<typeof Baseline>;

export const Action = z
  .object({
    id: z.string().regex(/^action_[0-9a-zA-Z]+$/),
    type: z.string(),
    service: ServiceName,
    policy_id: z.string().nullable(),
    policy_name: z.string().nullable(),
    cause: Cause,
    rung: z.number().int().nonnegative(),
    attempt: z.number().int().positive(),
    parameters: z.record(z.string(), z.unknown()),
    reason: z.string(),
    requested_by: z.string().describe('policy:<id> or key:<id>'),
    status: ActionStatus,
    guards: z.array(GuardResult),
    plan: z.record(z.string(), z.unknown()).nullable().describe('what was there and what was to change'),
    before: Reading.nullable(),
    baseline: Baseline.nullable().default(null),
    after: Reading.nullable(),
    recovered: z.boolean().nullable().default(null).describe('its metric is well, whoever did that; null: not judged'),
    verdict: Verdict.nullable(),
    verdict_reason: z.string().nullable(),
    ladder: z.string().describe('id of the first action of its ladder: the owner of lock and cooldowns'),
    execution: z.string().nullable().describe('name of the Step Functions execution that carries it'),
    approval: Approval.nullable().default(null).describe('null: nobody needs to be asked'),
    lease_until: Instant.nullable().default(null).describe('it is taken back by itself then'),
    undo: Undo.nullable().default(null).describe('null: nobody wants it taken back'),
    readings: z.array(Reading).describe('fresh values after the action had settled'),
    settled_at: Instant.nullable(),
    created_at: Instant,
    started_at: Instant.nullable(),
    acted_at: Instant.nullable(),
    ended_at: Instant.nullable(),
    updated_at: Instant,
    timeline: z.array(z.object({ at: Instant, what: z.string() })),
    version: z.number().int().positive(),
  })
  .meta({ id: 'Action' });
export type Action = z.infer<typeof Action>;

/** Ended, and still to be taken back: when its lease ends, or because somebody wants it. */
export const awaitsUndo = ({ status, lease_until, undo }: Action): boolean =>
  endedStatuses.includes(status) && (undo === null ? lease_until !== null : undo.state === 'asked');
