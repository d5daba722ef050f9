import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context as LambdaContext } from 'aws-lambda';
import type { Clock, Log } from '#ports';
import { callsMade, forgetCalls } from './calls.ts';
import { systemClock } from './clock.ts';
import { log } from './log.ts';
import { logger, metrics, tracer } from './powertools.ts';

/** What every handler gets: the time and a log. */
export interface Context {
  clock: Clock;
  log: Log;
  requestId: string;
  /** milliseconds left until the platform ends this invocation */
  remaining(): number;
}

/** The stack of every function: context in each log line, metrics flushed, a trace segment, one line an invocation. */
export function observed<In, Out>(
  name: string,
  handle: (event: In, context: Context, lambda: LambdaContext) => Promise<Out>,
) {
  return middy<In, Out, Error, LambdaContext>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(captureLambdaHandler(tracer, { captureResponse: false }))
    .handler(async (event: In, lambda: LambdaContext) => {
      const began = performance.now();
      forgetCalls();
      const context: Context = {
        clock: systemClock,
        log,
        requestId: lambda.awsRequestId,
        remaining: () => lambda.getRemainingTimeInMillis(),
      };
      try {
        const result = await handle(event, context, lambda);
        log.info(name, { duration_ms: Math.round(performance.now() - began), ...callsMade() });
        return result;
      } catch (error) {
        log.error(`${name} failed`, { duration_ms: Math.round(performance.now() - began), error });
        throw error;
      } finally {
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics(); // without any, Powertools would warn each time
      }
    });
}
