import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/** One of each a process: Powertools keeps its context in them. */
export const logger = new Logger({ serviceName: process.env.POWERTOOLS_SERVICE_NAME ?? 'forestall' });
export const metrics = new Metrics({
  namespace: 'Forestall',
  serviceName: process.env.POWERTOOLS_SERVICE_NAME ?? 'forestall',
});
export const tracer = new Tracer({ serviceName: process.env.POWERTOOLS_SERVICE_NAME ?? 'forestall' });
