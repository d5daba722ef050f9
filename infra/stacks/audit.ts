import { Stack, type StackProps } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { ForestallFunction } from '../constructs/forestallFunction.ts';
import { explain } from '../nag.ts';
import type { DataStack } from './data.ts';

/** audit.fifo → audit: the chain's one writer. */
export class AuditStack extends Stack {
  constructor(scope: Construct, id: string, app: App, data: DataStack, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: the audit' });
    const { audit } = data;
    const writer = new ForestallFunction(this, 'QueueAudit', app, { entry: 'queue/audit', timeoutSeconds: 30 });
    writer.uses(audit.store, 'BatchGetItem', 'PutItem');
    writer.addEnvironment('AUDIT_BUCKET', audit.bucket.bucketName);
    writer.allow(['s3:GetObject', 's3:PutObject'], [audit.bucket.arnForObjects('records/*')]);
    writer.allow(['s3:ListBucket'], [audit.bucket.bucketArn], { StringLike: { 's3:prefix': 'records/*' } });
    explain(writer, 'AwsSolutions-IAM5', 'an object a segment, by its number');
    writer.addEventSource(new SqsEventSource(audit.entries.queue, { batchSize: 10, reportBatchItemFailures: true }));

    const alarms = new Alarms(this, data.alarmTopic);
    alarms.errors('Audit', writer);
    alarms.deadLetters('Audit', audit.entries.deadLetters);
  }
}

/** Reads the audit's records and what is under lock, every version of it. */
export function verifiesAudit(reader: ForestallFunction, { audit }: DataStack): void {
  reader.uses(audit.store, 'Query');
  reader.addEnvironment('AUDIT_BUCKET', audit.bucket.bucketName);
  reader.allow(['s3:GetObject', 's3:GetObjectVersion'], [audit.bucket.arnForObjects('records/*')]);
  reader.allow(['s3:ListBucketVersions', 's3:ListBucket'], [audit.bucket.bucketArn], {
    StringLike: { 's3:prefix': 'records/*' },
  });
  explain(reader, 'AwsSolutions-IAM5', 'an object a segment, by its number');
}
