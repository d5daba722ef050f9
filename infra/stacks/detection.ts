import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { everyMinute, everyMinutes } from '../constructs/everyMinute.ts';
import { ForestallFunction, WHOLE_PROCESSOR } from '../constructs/forestallFunction.ts';
import { queueWithDeadLetters } from '../constructs/queueWithDeadLetters.ts';
import { ecsReader, forestReader, predictionReader, sender, valueReader } from '../grants.ts';
import { explain } from '../nag.ts';
import type { DataStack } from './data.ts';

/** plan → pull → samples.fifo → detect, and train beside them. */
export class DetectionStack extends Stack {
  constructor(scope: Construct, id: string, app: App, data: DataStack, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: from metrics to anomalies' });
    const { stores, state, alarmTopic } = data;
    const pulls = queueWithDeadLetters(this, 'Pulls', app, { visibilitySeconds: 90 });
    const samples = queueWithDeadLetters(this, 'Samples', app, { fifo: true, visibilitySeconds: 30 });

    const plan = new ForestallFunction(this, 'SchedulePlan', app, { entry: 'schedule/plan', timeoutSeconds: 30 })
      .uses(stores.services, 'Scan', 'PutItem', 'DeleteItem')
      .uses(stores.progress, 'GetItem', 'UpdateItem');
    sender(plan, 'PULL_QUEUE_URL', pulls.queue, app);
    ecsReader(plan);
    everyMinute(plan, 'PlanEveryMinute', 'Forestall: plans the pulls of the next two minutes');

    const pull = new ForestallFunction(this, 'QueuePull', app, { entry: 'queue/pull', timeoutSeconds: 30 })
      .uses(stores.services, 'Scan')
      .uses(stores.progress, 'GetItem', 'UpdateItem')
      .allow(['cloudwatch:GetMetricData'], ['*']);
    explain(pull, 'AwsSolutions-IAM5', 'GetMetricData knows no resource', ['Resource::*']);
    sender(pull, 'SAMPLES_QUEUE_URL', samples.queue, app);
    pull.addEventSource(
      new SqsEventSource(pulls.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 5 }),
    );

    const detect = new ForestallFunction(this, 'QueueDetect', app, {
      entry: 'queue/detect',
      timeoutSeconds: 25,
      memoryMiB: 1024,
      environment: { STATE_BUCKET: state.bucketName },
    })
      .uses(stores.anomalies, 'PutItem')
      .uses(stores.history, 'PutItem')
      .uses(stores.actions, 'Query')
      .uses(stores.feedback, 'Scan')
      .allow(['s3:GetObject', 's3:PutObject'], [state.arnForObjects('shards/*')])
      // without it S3 answers 403, not 404, for a shard that is not there yet
      .allow(['s3:ListBucket'], [state.bucketArn], { StringLike: { 's3:prefix': 'shards/*' } });
    explain(detect, 'AwsSolutions-IAM5', 'one object a shard, and shards are numbered');
    forestReader(detect, app, data);
    detect.allow(['s3:GetObject', 's3:PutObject'], [state.arnForObjects('forests-open/*')]);
    detect.allow(['s3:ListBucket'], [state.bucketArn], { StringLike: { 's3:prefix': 'forests-open/*' } });
    detect.addEventSource(new SqsEventSource(samples.queue, { batchSize: 10, reportBatchItemFailures: true }));

    // a week of a service is replayed in seconds of a whole core, which Lambda gives from 1,769 MiB on
    const train = new ForestallFunction(this, 'ScheduleTrain', app, {
      entry: 'schedule/train',
      timeoutSeconds: 300,
      memoryMiB: 1792,
    })
      .uses(stores.services, 'Scan')
      .uses(stores.history, 'Query')
      .allow(['s3:PutObject'], [state.arnForObjects('forests/*')]);
    valueReader(train, data);
    forestReader(train, app, data);
    everyMinutes(5, train, 'TrainEveryFiveMinutes', 'Forestall: trains the isolation forests that are due');

    const forecast = new ForestallFunction(this, 'ScheduleForecast', app, {
      entry: 'schedule/forecast',
      timeoutSeconds: 55,
      memoryMiB: WHOLE_PROCESSOR,
    })
      .uses(stores.services, 'Scan')
      .uses(stores.policies, 'Scan')
      .uses(stores.history, 'Query')
      .uses(stores.anomalies, 'Query', 'PutItem')
      .uses(stores.progress, 'UpdateItem')
      .allow(['s3:PutObject'], [state.arnForObjects('forecasts/*')]);
    valueReader(forecast, data);
    predictionReader(forecast, data);
    everyMinute(forecast, 'ForecastEveryMinute', 'Forestall: forecasts what is due, and tells the breaches ahead');

    new CfnOutput(this, 'PlanFunctionName', { value: plan.functionName });
    const alarms = new Alarms(this, alarmTopic);
    alarms.errors('Plan', plan);
    alarms.errors('Pull', pull);
    alarms.errors('Detect', detect);
    alarms.errors('Forecast', forecast);
    alarms.errors('Train', train);
    alarms.silence('Detect', detect);
    alarms.deadLetters('Pulls', pulls.deadLetters);
    alarms.deadLetters('Samples', samples.deadLetters);
  }
}
