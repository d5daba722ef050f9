import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ForestallFunction } from './forestallFunction.ts';

/** Wakes a function each minute. A wake-up that comes too late is worth less than the next one, so it is dropped. */
export function everyMinute(target: ForestallFunction, id: string, description: string): Schedule {
  return new Schedule(target.stack, id, {
    description,
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new LambdaInvoke(target, { maxEventAge: Duration.minutes(1), retryAttempts: 1 }),
  });
}
