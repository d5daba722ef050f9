import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { explain } from '../nag.ts';
import { bucketEncryption } from './encryption.ts';
import { type QueuePair, queueWithDeadLetters } from './queueWithDeadLetters.ts';
import type { Store } from './store.ts';

/** Where the audit is kept: what is to be chained, the chain under lock, and the table in which people look. */
export class Audit {
  readonly entries: QueuePair;
  readonly bucket: Bucket;
  readonly store: Store;

  constructor(scope: Construct, app: App, { kept, table }: { kept: RemovalPolicy; table: Store }) {
    this.store = table;
    // a group waits as long as its reader may take after a crash, so that is short
    this.entries = queueWithDeadLetters(scope, 'AuditEntries', app, { fifo: true, visibilitySeconds: 60 });
    const { mode, days } = app.protection.lock;
    this.bucket = new Bucket(scope, 'AuditRecords', {
      ...bucketEncryption(app),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: !app.settings.local,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention[mode](Duration.days(days)),
      removalPolicy: kept,
    });
    explain(
      this.bucket,
      'AwsSolutions-S1',
      'one function writes it and two read it; CloudTrail has its data events where an account wants them',
    );
  }
}
