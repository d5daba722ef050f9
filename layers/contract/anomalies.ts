import * as z from 'zod';
import { Anomaly, AnomalySource, Level, Severity } from '#domain/anomaly/anomaly.ts';
import { Feedback } from '#domain/feedback/feedback.ts';
import { ServiceName } from '#domain/service/name.ts';
import { Instant } from '#domain/time.ts';
import { Budget, feedbackRoutes } from './feedback.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { When } from './when.ts';

/** One stored value of a series; `at` is the start of its period. */
export const SeriesPoint = z.object({ at: Instant, value: z.number() }).meta({ id: 'SeriesPoint' });

const AnomalyDetail = Anomaly.extend({
  samples: z.array(SeriesPoint).describe('the series from before the episode until after it, oldest first'),
  expected: z
    .object({ value: z.number(), lower: z.number(), upper: z.number() })
    .describe('what was usual when the episode was last looked at'),
  feedback: Feedback.nullable().describe('what a person said of it; null: nobody did'),
  budget: Budget.nullable().describe('of its series; null: feedback on such an episode moves none'),
}).meta({ id: 'AnomalyDetail' });

export const listAnomalies = route({
  id: 'listAnomalies',
  method: 'GET',
  path: '/anomalies',
  scope: 'read',
  tag: 'Detection',
  summary: 'Episodes, newest first: open ones of level warn or page, unless asked otherwise',
  query: z.object({
    service: ServiceName.optional(),
    metric: z.string().min(1).max(100).optional(),
    severity: Severity.optional(),
    status: z.enum(['open', 'resolved', 'all']).default('open'),
    level: Level.default('warn').describe('at least this level'),
    source: AnomalySource.optional(),
    kind: Anomaly.shape.kind.optional().describe('foreseen breaches are listed only when asked for'),
    since: When.optional().describe('detected at or after'),
    until: When.optional().describe('detected at or before'),
    ...pageQuery,
  }),
  answers: { 200: { description: 'The episodes', schema: pageOf('anomalies', Anomaly) } },
});

export const getAnomaly = route({
  id: 'getAnomaly',
  method: 'GET',
  path: '/anomalies/{id}',
  scope: 'read',
  tag: 'Detection',
  summary: 'An episode with its samples, the expected band, the votes of the detectors, and what people said of it',
  params: z.object({ id: z.string().max(200) }),
  answers: { 200: { description: 'The episode', schema: AnomalyDetail } },
});

export const anomalyRoutes = [listAnomalies, getAnomaly, ...feedbackRoutes];
