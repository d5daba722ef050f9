import * as z from 'zod';
import { route } from './route.ts';

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
      schema: z.string(),
    },
  },
});

export const metricsRoutes = [getMetrics];
