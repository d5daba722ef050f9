import * as z from 'zod';
import { route } from './route.ts';

const EXAMPLE = [
  '# HELP forestall_anomalies_open Anomalies that are open now',
  '# TYPE forestall_anomalies_open gauge',
  'forestall_anomalies_open{severity="high"} 1',
  '# EOF',
  '',
].join('\n');

export const getMetrics = route({
  id: 'getMetrics',
  method: 'GET',
  path: '/metrics',
  scope: 'read',
  tag: 'Operations',
  summary: "The platform's own figures, for Prometheus and whoever reads OpenMetrics",
  answers: {
    200: {
      description: 'The figures; a source that could not be read is named in `forestall_source_unread`',
      contentType: 'application/openmetrics-text',
      schema: z.string().meta({ example: EXAMPLE }),
    },
  },
});

export const metricsRoutes = [getMetrics];
