import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ForestallFunction } from './forestallFunction.ts';

const FIVE_MINUTES = Duration.minutes(5);

/** Alarms of the platform itself. Each says in its description what it means; docs/operations.md says what to do. */
export class Alarms {
  readonly #scope: Construct;
  readonly #topic: ITopic;

  constructor(scope: Construct, topic: ITopic) {
    this.#scope = scope;
    this.#topic = topic;
  }

  /** A function failed: its messages are tried again, and end in the dead letters after five tries. */
  errors(id: string, reader: ForestallFunction): void {
    this.#above(`${id}Errors`, reader.metricErrors({ period: FIVE_MINUTES }), 0, `${id} fails`);
  }

  deadLetters(id: string, queue: IQueue): void {
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
    this.#above(`${id}DeadLetters`, metric, 0, `messages rest in the dead letters of ${id}: look, mend, redrive`);
  }

  /** The reader of a stream is behind: repairs or notices come late. */
  iteratorAge(id: string, reader: ForestallFunction): void {
    const metric = reader.metric('IteratorAge', { period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
    this.#above(`${id}IteratorAge`, metric, 60_000, `${id} is more than a minute behind its stream`);
  }

  /** Nothing ran for ten minutes: who watches nothing raises no alarm by itself. */
  silence(id: string, reader: ForestallFunction): void {
    this.#alarm(`${id}Silence`, {
      metric: reader.metricInvocations({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: `${id} has not run for ten minutes: nothing is detected`,
    });
  }

  above(id: string, metric: IMetric, threshold: number, meaning: string): void {
    this.#above(id, metric, threshold, meaning);
  }

  #above(id: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    this.#alarm(id, {
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription,
    });
  }

  #alarm(id: string, props: AlarmProps): void {
    new Alarm(this.#scope, `${id}Alarm`, props).addAlarmAction(new SnsAction(this.#topic));
  }
}

/** A metric of an AWS service by its name, summed. */
export const summed = (namespace: string, metricName: string, dimensionsMap: Record<string, string>): Metric =>
  new Metric({ namespace, metricName, dimensionsMap, period: FIVE_MINUTES, statistic: Stats.SUM });
