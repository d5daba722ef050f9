import type * as z from 'zod';
import { AlertParameters } from './alert.ts';
import { CircuitBreakerParameters } from './circuitBreaker.ts';
import { faultsOf, type ParameterFault } from './faults.ts';
import { InvokeParameters } from './invoke.ts';
import { RateLimiterParameters } from './rateLimiter.ts';
import { RestartParameters } from './restart.ts';
import { RollbackParameters } from './rollbackDeployment.ts';
import { RunAutomationParameters } from './runAutomation.ts';
import { ScaleParameters } from './scale.ts';
import { ScaleLambdaParameters } from './scaleLambda.ts';
import { WebhookParameters } from './webhook.ts';

/** What each action type takes, by its name. The action types read their parameters with the same schemas. */
export const actionParameters: Readonly<Record<string, z.ZodType>> = {
  alert: AlertParameters,
  restart_container: RestartParameters,
  restart_pod: RestartParameters,
  scale: ScaleParameters,
  circuit_breaker: CircuitBreakerParameters,
  rate_limiter: RateLimiterParameters,
  rollback_deployment: RollbackParameters,
  scale_lambda: ScaleLambdaParameters,
  run_automation: RunAutomationParameters,
  invoke: InvokeParameters,
  webhook: WebhookParameters,
};

/** What is wrong with an action's parameters, by its type: for who writes policies, with nothing to act upon. */
export const actionChecks: ReadonlyMap<string, { check(parameters: Record<string, unknown>): ParameterFault[] }> =
  new Map(Object.entries(actionParameters).map(([name, schema]) => [name, { check: faultsOf(schema) }]));
