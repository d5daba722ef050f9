import { TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import { QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { App } from '../app.ts';

// Everything is encrypted in any case; who asks for it has a key of one's own.

export const tableEncryption = ({ protection: { key } }: App): TableEncryptionV2 =>
  key ? TableEncryptionV2.customerManagedKey(key) : TableEncryptionV2.dynamoOwnedKey();

export const bucketEncryption = ({
  protection: { key },
}: App): Pick<BucketProps, 'encryption' | 'encryptionKey' | 'bucketKeyEnabled'> =>
  key
    ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
    : { encryption: BucketEncryption.S3_MANAGED };

export const queueEncryption = ({
  protection: { key },
}: App): Pick<QueueProps, 'encryption' | 'encryptionMasterKey'> =>
  key ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key } : { encryption: QueueEncryption.SQS_MANAGED };
