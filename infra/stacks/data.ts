import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { retentionDays } from '#domain/policy/compliance.ts';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { Audit } from '../constructs/audit.ts';
import { bucketEncryption, queueEncryption, tableEncryption } from '../constructs/encryption.ts';
import type { Store } from '../constructs/store.ts';
import { explain } from '../nag.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });
const index = (indexName: string, partition: string, sort: string) => ({
  indexName,
  partitionKey: text(partition),
  sortKey: text(sort),
  projectionType: ProjectionType.ALL,
});

/** Everything that outlives a deploy: tables, model state, keys, and where unreadable stream records rest. */
export class DataStack extends Stack {
  readonly stores: Readonly<Record<StoreName, Store>>;
  readonly state: Bucket;
  readonly webhookKey: Key;
  readonly adminKey: Secret;
  /** stream records that no reader could handle */
  readonly deadLetters: Queue;
  readonly alarmTopic: Topic;
  readonly audit: Audit;

  constructor(scope: Construct, id: string, app: App, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: tables, model state, keys' });
    const kept = app.settings.local ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const { keep, pass } = tableMakers(this, kept, app);
    // what was told to whom is part of what happened: where that must be kept, a deploy does not take it away
    const keepIfAsked = app.protection.retained ? keep : pass;
    this.stores = {
      anomalies: keep('Anomalies', 'ANOMALIES_TABLE', {
        partitionKey: text('id'),
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
        globalSecondaryIndexes: [
          index('byService', 'service', 'order'),
          index('byStatus', 'status', 'order'),
          index('byTime', 'feed', 'order'),
        ],
      }),
      actions: keep('Actions', 'ACTIONS_TABLE', {
        partitionKey: text('id'),
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
        globalSecondaryIndexes: [
          index('byTime', 'feed', 'order'),
          index('byService', 'service', 'order'),
          index('byCause', 'cause_key', 'order'),
          index('unfinished', 'unfinished', 'order'),
        ],
      }),
      // Which episode an alert of another system opened: forgotten by time once it is over.
      alerts: keep('Alerts', 'ALERTS_TABLE', { partitionKey: text('id'), timeToLiveAttribute: 'expires_at' }),
      policies: keep('Policies', 'POLICIES_TABLE', { partitionKey: text('id') }),
      webhooks: keep('Webhooks', 'WEBHOOKS_TABLE', { partitionKey: text('id') }),
      integrations: keep('Integrations', 'INTEGRATIONS_TABLE', { partitionKey: text('id') }),
      silences: keep('Silences', 'SILENCES_TABLE', { partitionKey: text('id'), timeToLiveAttribute: 'expires_at' }),
      notices: keep('Notices', 'NOTICES_TABLE', {
        partitionKey: text('service'),
        sortKey: text('id'),
        timeToLiveAttribute: 'expires_at',
      }),
      keys: keep('Keys', 'KEYS_TABLE', {
        partitionKey: text('id'),
        globalSecondaryIndexes: [index('byTime', 'feed', 'order')],
      }),
      // What people switch for the whole installation: with no reader that acts, so that it may be a global table.
      settings: keep('Settings', 'SETTINGS_TABLE', { partitionKey: text('id') }),
      // Locks, cooldowns, budgets, the switch: without TTL and transactions, so that it may span regions.
      control: keep('Control', 'CONTROL_TABLE', { partitionKey: text('id') }),
      history: keep('History', 'HISTORY_TABLE', {
        partitionKey: text('series'),
        sortKey: number('start'),
        timeToLiveAttribute: 'ttl',
      }),
      feedback: keep('Feedback', 'FEEDBACK_TABLE', { partitionKey: text('service'), sortKey: text('anomaly_id') }),
      services: pass('Services', 'SERVICES_TABLE', { partitionKey: text('name') }),
      progress: pass('Progress', 'PROGRESS_TABLE', { partitionKey: text('id') }),
      requests: pass('Requests', 'REQUESTS_TABLE', { partitionKey: text('id'), timeToLiveAttribute: 'expires_at' }),
      jobs: pass('Jobs', 'JOBS_TABLE', { partitionKey: text('id'), timeToLiveAttribute: 'expires_at' }),
      events: pass('Events', 'EVENTS_TABLE', {
        partitionKey: text('feed'),
        sortKey: number('seq'),
        timeToLiveAttribute: 'expires_at',
      }),
      connections: pass('Connections', 'CONNECTIONS_TABLE', {
        partitionKey: text('id'),
        timeToLiveAttribute: 'expires_at',
      }),
      deliveries: keepIfAsked('Deliveries', 'DELIVERIES_TABLE', {
        partitionKey: text('id'),
        timeToLiveAttribute: 'expires_at',
        globalSecondaryIndexes: [
          index('byTime', 'feed', 'order'),
          index('bySubscriber', 'subscriber_id', 'order'),
          index('waiting', 'waiting', 'due_at'),
          index('lane', 'lane', 'order'),
        ],
      }),
    };
    this.state = new Bucket(this, 'State', {
      ...bucketEncryption(app),
      lifecycleRules: [
        {
          id: 'decisions',
          prefix: 'decisions/',
          expiration: Duration.days(retentionDays(app.installation.configuration.retention.decisions)),
        },
      ],
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: !app.settings.local,
      removalPolicy: kept,
    });
    this.audit = new Audit(this, app, {
      kept,
      table: keep('Audit', 'AUDIT_TABLE', {
        partitionKey: text('chain'),
        sortKey: number('seq'),
        globalSecondaryIndexes: [
          index('byTime', 'feed', 'order'),
          index('byActor', 'actor', 'order'),
          index('byTarget', 'target', 'order'),
        ],
      }),
    });
    this.webhookKey = new Key(this, 'WebhookKey', {
      description: "Forestall: encrypts webhooks' secrets",
      enableKeyRotation: true,
      removalPolicy: kept,
    });
    this.adminKey = new Secret(this, 'AdminKey', {
      description: 'Forestall: the first API key, rp_<id>_<secret>',
      ...(app.protection.key ? { encryptionKey: app.protection.key } : {}),
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ id: 'admin' }),
        generateStringKey: 'secret',
        passwordLength: 43,
        // letters and digits, by name: the emulator knows no other way to leave punctuation out
        excludeCharacters: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
      },
    });
    this.deadLetters = new Queue(this, 'StreamDeadLetters', {
      enforceSSL: !app.settings.local,
      ...queueEncryption(app),
      retentionPeriod: Duration.days(14),
    });
    explain(this.deadLetters, 'AwsSolutions-SQS3', 'it is where dead letters rest, of streams and not of a queue');
    this.alarmTopic = new Topic(this, 'Alarms', {
      displayName: 'Forestall looks after itself',
      ...(app.protection.key ? { masterKey: app.protection.key } : {}),
      enforceSSL: !app.settings.local,
    });
    new Alarms(this, this.alarmTopic).deadLetters('Stream', this.deadLetters);
    this.exportValue(this.alarmTopic.topicArn, { name: 'ForestallAlarmTopic' });
    explain(
      this.state,
      'AwsSolutions-S1',
      'the bucket holds model state that functions alone read and write; CloudTrail has its data events where an account wants them',
    );
    explain(
      this.adminKey,
      'AwsSolutions-SMG4',
      'a person rotates this key through the API, or makes keys of their own and deletes it; a rotation nobody asked for would lock them out',
    );
  }
}

export type StoreName =
  | 'anomalies'
  | 'actions'
  | 'alerts'
  | 'policies'
  | 'webhooks'
  | 'integrations'
  | 'silences'
  | 'notices'
  | 'keys'
  | 'control'
  | 'history'
  | 'feedback'
  | 'settings'
  | 'services'
  | 'progress'
  | 'requests'
  | 'jobs'
  | 'events'
  | 'connections'
  | 'deliveries';

/** `keep` for what people would miss: retained and restorable. `pass` for what is made again or soon forgotten. */
function tableMakers(scope: Construct, kept: RemovalPolicy, app: App) {
  const make = (id: string, variable: string, props: TablePropsV2): Store => ({
    table: new TableV2(scope, id, {
      billing: Billing.onDemand(),
      encryption: tableEncryption(app),
      ...props,
    }),
    variable,
  });
  return {
    keep: (id: string, variable: string, props: TablePropsV2) =>
      make(id, variable, {
        removalPolicy: kept,
        deletionProtection: !app.settings.local,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        ...props,
      }),
    pass: (id: string, variable: string, props: TablePropsV2) => {
      const store = make(id, variable, { removalPolicy: RemovalPolicy.DESTROY, ...props });
      explain(store.table, 'AwsSolutions-DDB3', 'what it holds is made again by the next run, or expires within days');
      return store;
    },
  };
}
