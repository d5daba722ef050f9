import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { Health } from '#domain/service/health.ts';
import { ServiceName } from '#domain/service/name.ts';
import { Service } from '#domain/service/service.ts';
import { Instant } from '#domain/time.ts';
import { SeriesPoint } from './anomalies.ts';
import { ServiceFeedback } from './feedback.ts';
import { ForecastPoint } from './forecast.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { When } from './when.ts';

const tag = 'Services';
const byName = z.object({ name: ServiceName });

const health = (id: string, path: `/${string}`) =>
  route({
    id,
    method: 'GET',
    path,
    scope: 'read',
    tag,
    summary: 'How each service is now; unknown, with null figures, where no fresh value is known',
    answers: { 200: { description: 'One entry a service, by name', schema: z.array(Health) } },
  });
export const getHealth = health('getHealth', '/health');
export const getServicesHealth = health('getServicesHealth', '/services/health');

export const listServices = route({
  id: 'listServices',
  method: 'GET',
  path: '/services',
  scope: 'read',
  tag,
  summary: 'What is watched, by name',
  query: z.object(pageQuery),
  answers: { 200: { description: 'The services', schema: pageOf('services', Service) } },
});

const ServiceDetail = Service.extend({ feedback: ServiceFeedback }).meta({ id: 'ServiceDetail' });

export const getService = route({
  id: 'getService',
  method: 'GET',
  path: '/services/{name}',
  scope: 'read',
  tag,
  summary:
    'A watched service: where it runs, its metrics, what it depends on, who owns it, what was said of its episodes',
  params: byName,
  answers: { 200: { description: 'The service', schema: ServiceDetail } },
});

const Step = z
  .string()
  .max(20)
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d|w|y)?$/, 'seconds, or like 5m')
  .transform((text) => (/\d$/.test(text) ? Number(text) : seconds(text)))
  .meta({ example: '5m' });

const History = z
  .object({
    service: ServiceName,
    metric: z.string(),
    unit: z.string(),
    step: z.number().describe('seconds that a point stands for'),
    since: Instant,
    until: Instant,
    points: z.array(SeriesPoint).describe('oldest first'),
    expected: z
      .object({ value: z.number(), lower: z.number(), upper: z.number(), as_of: Instant })
      .nullable()
      .describe('what is usual now; null where nothing is known of the series now'),
    forecast: z
      .object({ method: z.string(), made_at: Instant, points: z.array(ForecastPoint) })
      .nullable()
      .describe('what the last scheduled forecast says of the next hours; null where it is old or there is none'),
    anomalies: z.array(Anomaly).describe('episodes of this series that touch this time, newest first'),
  })
  .meta({ id: 'MetricHistory' });

export const getServiceMetrics = route({
  id: 'getServiceMetrics',
  method: 'GET',
  path: '/services/{name}/metrics',
  scope: 'read',
  tag,
  summary: 'The history of one metric with its expected band and its episodes, for charts',
  params: byName,
  query: z.object({
    metric: z.string().min(1).max(100),
    since: When.optional().describe('an hour before `until` unless given'),
    until: When.optional().describe('now unless given'),
    step: Step.optional().describe('seconds, or like 5m; coarser than what is stored gives averages'),
  }),
  answers: { 200: { description: 'The history', schema: History } },
});

// API Gateway prefers the literal path: /services/health is never the service of that name.
export const serviceRoutes = [getHealth, getServicesHealth, listServices, getService, getServiceMetrics];
