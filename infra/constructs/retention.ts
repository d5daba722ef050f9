import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Duration, seconds } from '#domain/configuration/configuration.ts';

const offered = Object.values(RetentionDays)
  .filter((days): days is number => typeof days === 'number')
  .sort((a, b) => a - b);

/** The shortest retention that CloudWatch Logs offers and that is not shorter than what was asked for. */
export function retentionDays(asked: Duration): RetentionDays {
  const days = seconds(asked) / 86_400;
  return offered.find((some) => some >= days) ?? RetentionDays.INFINITE;
}
