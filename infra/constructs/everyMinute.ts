import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { explain } from '../nag.ts';
import type { ForestallFunction } from './forestallFunction.ts';

/** Wakes a function each minute. */
export const everyMinute = (target: ForestallFunction, id: string, description: string): Schedule =>
  everyMinutes(1, target, id, description);

/** Wakes a function every so many minutes. A wake-up that comes too late is worth less than the next one, so it is
 *  dropped. */
export function everyMinutes(minutes: number, target: ForestallFunction, id: string, description: string): Schedule {
  const role = new Role(target.stack, `${id}Role`, { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  const schedule = new Schedule(target.stack, id, {
    description,
    schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
    target: new LambdaInvoke(target, { role, maxEventAge: Duration.minutes(minutes), retryAttempts: 1 }),
  });
  explain(role, 'AwsSolutions-IAM5', 'the one function, in whichever version', [{ regex: '/^Resource::.*:\\*$/' }]);
  return schedule;
}
