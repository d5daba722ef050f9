import * as z from 'zod';
import { SampleSource } from '../sample/sample.ts';
import { ServiceName } from '../service/name.ts';
import { Instant } from '../time.ts';

export const Severity = z.enum(['low', 'medium', 'high', 'critical']).meta({ id: 'Severity' });
export type Severity = z.infer<typeof Severity>;
/** `sensitive` is for looking back, `warn` is shown and streamed, `page` acts and wakes people. */
export const Level = z.enum(['sensitive', 'warn', 'page']).meta({ id: 'Level' });
export type Level = z.infer<typeof Level>;

/** What an episode looks like. spike: gone again soon; level_shift: another level, kept; drift: slowly away; dropout: nothing
 *  where there was something; flatline: it does not move any more; variance_change: restless, or calm, as it never was. */
export const Shape = z
  .enum(['spike', 'level_shift', 'drift', 'dropout', 'flatline', 'variance_change'])
  .meta({ id: 'Shape' });
export type Shape = z.infer<typeof Shape>;

export const severityRank: Record<Severity, number> = { low: 0, medium: 1, high: 2, critical: 3 };
export const levelRank: Record<Level, number> = { sensitive: 0, warn: 1, page: 2 };

/** Who told of an episode: where its metric comes from, or the system whose alert it is. */
export const AnomalySource = z.enum([...SampleSource.options, 'cloudwatch_alarm']);
export type AnomalySource = z.infer<typeof AnomalySource>;

/** What another system said of its alert, for people to find it there. */
export const ExternalAlert = z
  .object({
    name: z.string().describe("the alert's or the alarm's"),
    summary: z.string().nullable(),
    url: z.string().nullable().describe('where it is shown'),
    runbook: z.string().nullable().describe('what to do, as an address'),
    labels: z.record(z.string(), z.string()).describe('its labels, or the dimensions of what it watches'),
  })
  .meta({ id: 'ExternalAlert' });
export type ExternalAlert = z.infer<typeof ExternalAlert>;

/** An episode of odd behaviour of one series: opened, updated, resolved. The id derives from series and start. */
export const Anomaly = z
  .object({
    id: z.string().regex(/^anomaly_[0-9a-zA-Z]+$/),
    service: ServiceName,
    metric: z.string(),
    kind: z.enum(['deviation', 'predicted_breach', 'multivariate', 'external']),
    source: AnomalySource,
    status: z.enum(['open', 'resolved']),
    level: Level,
    severity: Severity,
    direction: z.enum(['up', 'down']),
    shape: Shape.nullable().default(null).describe('null: none was told, or no one series has it'),
    started_at: Instant.describe('the first odd sample'),
    detected_at: Instant.describe('when the episode was opened by the detector'),
    paged_at: Instant.optional().describe(
      'when it reached level page; not told of older ones and of those that never did',
    ),
    updated_at: Instant,
    resolved_at: Instant.nullable(),
    resolution: z
      .enum(['recovered', 'revised', 'silent', 'withdrawn', 'passed', 'breached'])
      .nullable()
      .describe(
        'why it was closed; of a foreseen breach: withdrawn (the forecast says so no longer), passed (its time came and nothing happened), breached (it happened)',
      ),
    timestamp: Instant.describe('= detected_at'),
    current_value: z.number(),
    predicted_value: z.number(),
    expected_lower: z.number(),
    expected_upper: z.number(),
    unit: z.string(),
    anomaly_score: z.number().min(0).max(1).describe('at its oddest so far, as are the votes of the detectors'),
    trend: z.enum(['increasing', 'decreasing', 'stable']),
    forecast_exhaustion: Instant.nullable(),
    breach_probability: z.number().min(0).max(1).nullable(),
    recommendation: z.string(),
    detectors: z.array(z.object({ name: z.string(), score: z.number() })),
    incident_id: z.string().nullable(),
    samples_seen: z.number().int().nonnegative(),
    alert: ExternalAlert.optional().describe('of kind external: what the other system said'),
    version: z.number().int().positive().describe('rises by one with each change; stale writes are refused'),
  })
  .meta({ id: 'Anomaly' });
export type Anomaly = z.infer<typeof Anomaly>;
