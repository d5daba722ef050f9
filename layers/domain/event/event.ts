import * as z from 'zod';
import { Anomaly } from '../anomaly/anomaly.ts';
import { Action } from '../remediation/action.ts';
import { Instant } from '../time.ts';

export const EventName = z
  .enum([
    'anomaly.detected',
    'anomaly.updated',
    'anomaly.acknowledged',
    'anomaly.resolved',
    'breach.predicted',
    'incident.opened',
    'incident.resolved',
    'action.held',
    'action.claimed',
    'action.started',
    'action.succeeded',
    'action.failed',
    'approval.requested',
    'webhook.disabled',
    'integration.disabled',
    'test',
  ])
  .meta({ id: 'EventName' });
export type EventName = z.infer<typeof EventName>;

/** What is published: a name, and the whole noun it is about. `id` derives from noun and version, so a repeat is known. */
export const FeedEvent = z.object({
  id: z.string(),
  event: EventName,
  timestamp: Instant,
  subject: z.string().describe('id of the noun; events of one subject keep their order'),
  service: z.string().nullable(),
  severity: z.string().nullable(),
  anomaly: Anomaly.optional(),
  action: Action.optional(),
  data: z.record(z.string(), z.unknown()).optional().describe('for events about neither'),
  also: z
    .array(z.object({ id: z.string(), service: z.string(), metric: z.string(), severity: z.string() }))
    .optional()
    .describe('the other open anomalies that one notice speaks for'),
});
export type FeedEvent = z.infer<typeof FeedEvent>;

/** An event with its place in the feed. */
export const NumberedEvent = FeedEvent.extend({ seq: z.number().int().positive() });
export type NumberedEvent = z.infer<typeof NumberedEvent>;
