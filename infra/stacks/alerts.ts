import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { queueEncryption } from '../constructs/encryption.ts';
import { ForestallFunction } from '../constructs/forestallFunction.ts';
import { explain } from '../nag.ts';
import type { DataStack } from './data.ts';

/** An alarm's news that could not be taken for so long is set aside; its next news says more than it. */
const OLDEST = Duration.hours(6);

/** CloudWatch's alarms become anomalies: each change of state, and that one was deleted while it stood. */
export class AlertsStack extends Stack {
  constructor(scope: Construct, id: string, app: App, data: DataStack, props: StackProps) {
    super(scope, id, { ...props, description: "Forestall: other systems' alarms" });
    const deadLetters = new Queue(this, 'AlarmEventDeadLetters', {
      enforceSSL: !app.settings.local,
      ...queueEncryption(app),
      retentionPeriod: Duration.days(14),
    });
    explain(deadLetters, 'AwsSolutions-SQS3', 'it is where dead letters rest, of events and not of a queue');
    const taker = new ForestallFunction(this, 'EventAlarm', app, { entry: 'event/alarm', timeoutSeconds: 30 });
    takesAlerts(taker, data);
    taker.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: OLDEST,
      onFailure: new SqsDestination(deadLetters),
    });
    const target = () =>
      new LambdaFunction(taker, { deadLetterQueue: deadLetters, maxEventAge: OLDEST, retryAttempts: 10 });
    new Rule(this, 'AlarmStateChange', {
      description: 'Forestall: an alarm of CloudWatch changed its state',
      eventPattern: { source: ['aws.cloudwatch'], detailType: ['CloudWatch Alarm State Change'] },
      targets: [target()],
    });
    new Rule(this, 'AlarmDeletion', {
      description: 'Forestall: an alarm of CloudWatch was deleted',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm Configuration Change'],
        detail: { operation: ['delete'] },
      },
      targets: [target()],
    });
    const alarms = new Alarms(this, data.alarmTopic);
    alarms.errors('AlarmEvents', taker);
    alarms.deadLetters('AlarmEvents', deadLetters);
  }
}

/** What taking other systems' alerts needs. */
export function takesAlerts(taker: ForestallFunction, { stores }: DataStack): void {
  taker
    .uses(stores.alerts, 'GetItem', 'PutItem')
    .uses(stores.anomalies, 'PutItem')
    .uses(stores.services, 'GetItem', 'Scan');
}
