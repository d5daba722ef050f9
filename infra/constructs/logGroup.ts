import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { retentionDays } from './retention.ts';

/** A log with an end, as late as it is asked for. */
export const logGroup = (scope: Construct, id: string, { installation, protection }: App): LogGroup =>
  new LogGroup(scope, id, {
    retention: retentionDays(installation.configuration.retention.logs),
    removalPolicy: protection.retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    ...(protection.key ? { encryptionKey: protection.key } : {}),
  });
