import { Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { App } from './app.ts';
import type { ForestallFunction } from './constructs/forestallFunction.ts';
import { explain } from './nag.ts';
import type { DataStack } from './stacks/data.ts';

// Grants that several stacks give. What the emulator's IAM cannot judge is written as it can, and only there.

/** Looks at every cluster and service: discovery is by tag, so it must see what it may not touch. */
export function ecsReader(reader: ForestallFunction): void {
  reader.allow(
    ['ecs:ListClusters', 'ecs:ListServices', 'ecs:DescribeServices', 'ecs:ListTasks', 'ecs:DescribeTasks'],
    ['*'],
  );
  explain(reader, 'AwsSolutions-IAM5', 'discovery reads all clusters and services, to find those that carry the tag', [
    'Resource::*',
  ]);
}

/** Looks at what a change of a service is planned by: its earlier deployments, and whether an autoscaler owns it. */
export function ecsPlanner(planner: ForestallFunction, { settings }: App): void {
  const arn = ecsArn(planner);
  planner.allow(['ecs:DescribeTaskDefinition', 'application-autoscaling:DescribeScalableTargets'], ['*']);
  planner.allow(
    ['ecs:ListServiceDeployments', 'ecs:DescribeServiceRevisions'],
    settings.local ? ['*'] : [arn('service'), arn('service-revision')],
  );
  explain(planner, 'AwsSolutions-IAM5', 'task definitions and scalable targets are described by no ARN', [
    'Resource::*',
  ]);
  explain(planner, 'AwsSolutions-IAM5', 'the past of any service, before it is known whether it may be changed');
}

/** Learns where the EKS clusters answer that `forestall.yml` names. What it may do there, their access entries say. */
export function clusterReader(reader: ForestallFunction, { installation }: App): void {
  const { partition, region, account } = Stack.of(reader);
  const clusters = Object.values(installation.configuration.services).flatMap(({ eks }) => eks?.cluster ?? []);
  const arns = [...new Set(clusters)].map((name) => `arn:${partition}:eks:${region}:${account}:cluster/${name}`);
  if (arns.length > 0) reader.allow(['eks:DescribeCluster'], arns);
}

/** Of any service of the account, or of what belongs to one. */
const ecsArn = (scope: Construct) => {
  const { partition, region, account } = Stack.of(scope);
  return (kind: string) => `arn:${partition}:ecs:${region}:${account}:${kind}/*`;
};

/** Changes ECS services and tasks that carry `forestall:act`, and no others: consent is the role's own condition. */
export function ecsActor(actor: ForestallFunction, app: App): void {
  const { partition, region, account } = Stack.of(actor);
  const arn = ecsArn(actor);
  // The emulator judges UpdateService as resource `*` and knows no tags: there the fleet's supervisor refuses instead.
  if (app.settings.local) actor.allow(['ecs:UpdateService', 'ecs:StopTask'], ['*']);
  else {
    const consent = { StringEquals: { 'aws:ResourceTag/forestall:act': 'true' } };
    actor.allow(['ecs:UpdateService'], [arn('service')], consent);
    actor.allow(['ecs:StopTask'], [arn('task')], consent);
    const targets = `arn:${partition}:application-autoscaling:${region}:${account}:scalable-target/*`;
    actor.allow(['application-autoscaling:RegisterScalableTarget'], [targets], consent);
  }
  ecsPlanner(actor, app);
  clusterReader(actor, app);
  explain(actor, 'AwsSolutions-IAM5', 'any service, task or scalable target, if it carries the tag forestall:act');
}

/** Sends to a queue, by the variable that its code reads. */
export function sender(made: ForestallFunction, variable: string, queue: IQueue, { settings }: App): void {
  made.addEnvironment(variable, queue.queueUrl);
  queue.grantSendMessages(made);
  // The emulator asks for a permission of this name; AWS knows none and takes SendMessage for both.
  if (settings.local) made.allow(['sqs:SendMessageBatch'], [queue.queueArn]);
}

/** Tells the audit what it decides and does. */
export function auditor(made: ForestallFunction, app: App, { audit }: DataStack): void {
  sender(made, 'AUDIT_QUEUE_URL', audit.entries.queue, app);
}

/** Reads the newest values from the heads of the shards' objects. */
export function valueReader(reader: ForestallFunction, { state }: DataStack): void {
  reader.addEnvironment('STATE_BUCKET', state.bucketName);
  reader.allow(['s3:GetObject'], [state.arnForObjects('shards/*')]);
  // without it S3 answers 403, not 404, for a shard that is not there yet
  reader.allow(['s3:ListBucket'], [state.bucketArn], { StringLike: { 's3:prefix': 'shards/*' } });
  explain(reader, 'AwsSolutions-IAM5', 'one object a shard, and shards are numbered');
}

/** Reads the last forecasts, one object a shard. It knows the bucket from `valueReader`. */
export function predictionReader(reader: ForestallFunction, { state }: DataStack): void {
  reader.allow(['s3:GetObject'], [state.arnForObjects('forecasts/*')]);
  reader.allow(['s3:ListBucket'], [state.bucketArn], { StringLike: { 's3:prefix': 'forecasts/*' } });
}

/** Keeps what policies decided, with all that they saw. It knows the bucket from `valueReader`, and the table of what stands. */
export function decisionKeeper(keeper: ForestallFunction, { state }: DataStack): void {
  keeper.allow(['s3:PutObject'], [state.arnForObjects('decisions/*')]);
}

/** Reads kept decisions, to make them again. */
export function decisionReader(reader: ForestallFunction, { state }: DataStack): void {
  reader.addEnvironment('STATE_BUCKET', state.bucketName);
  reader.allow(['s3:GetObject'], [state.arnForObjects('decisions/*')]);
  // without it S3 answers 403, not 404, for a decision that is not there
  reader.allow(['s3:ListBucket'], [state.bucketArn], { StringLike: { 's3:prefix': 'decisions/*' } });
  explain(reader, 'AwsSolutions-IAM5', 'one object a decision, by its id');
}

/** Reads the services' forests and whether they are switched on. */
export function forestReader(reader: ForestallFunction, { settings }: App, { state, stores }: DataStack): void {
  reader.addEnvironment('STATE_BUCKET', state.bucketName);
  reader.addEnvironment('USE_ML_DETECTION', `${settings.forest}`);
  reader.uses(stores.settings, 'GetItem');
  reader.allow(['s3:GetObject'], [state.arnForObjects('forests/*')]);
  // without it S3 answers 403, not 404, for a forest that is not there yet
  reader.allow(['s3:ListBucket'], [state.bucketArn], { StringLike: { 's3:prefix': 'forests/*' } });
  explain(reader, 'AwsSolutions-IAM5', 'one object a service, by its name');
}

/** Reads the admin's key to compare what a caller sent. */
export function adminKeyReader(reader: ForestallFunction, app: App, { adminKey }: DataStack): void {
  reader.addEnvironment('ADMIN_KEY_SECRET', adminKey.secretArn);
  const { partition, region, account } = Stack.of(reader);
  // The emulator refuses a grant on a secret's exact ARN.
  const resource = app.settings.local
    ? `arn:${partition}:secretsmanager:${region}:${account}:secret:*`
    : adminKey.secretArn;
  reader.allow(['secretsmanager:GetSecretValue'], [resource]);
}

/** Tells integrations: reads them with their secrets, sends mails and publishes to topics, draws the last hour of a series. */
export function notifier(made: ForestallFunction, { settings }: App, data: DataStack): void {
  const { partition, region, account } = Stack.of(made);
  made.uses(data.stores.integrations, 'GetItem').uses(data.stores.history, 'Query');
  made.addEnvironment('WEBHOOK_KEY_ID', data.webhookKey.keyArn);
  made.allow(['kms:Decrypt'], [data.webhookKey.keyArn]);
  valueReader(made, data);
  // the emulator judges it as resource `*`
  made.allow(['ses:SendEmail'], settings.local ? ['*'] : [`arn:${partition}:ses:${region}:${account}:identity/*`]);
  // a topic says by a tag that it wants to be told; the emulator knows no tags here
  const consent = settings.local ? undefined : { StringEquals: { 'aws:ResourceTag/forestall:notify': 'true' } };
  made.allow(['sns:Publish'], [`arn:${partition}:sns:${region}:${account}:*`], consent);
  explain(made, 'AwsSolutions-IAM5', 'any verified identity of the account, any topic that carries forestall:notify');
}

/** Counts what rests in each queue and in its dead letters. */
export function queueCounter(reader: ForestallFunction, { queues }: App, { deadLetters }: DataStack): void {
  const pairs = [...queues];
  const addresses = {
    ...Object.fromEntries(
      pairs.map(([name, pair]) => [name, { queue: pair.queue.queueUrl, deadLetters: pair.deadLetters.queueUrl }]),
    ),
    Streams: { deadLetters: deadLetters.queueUrl },
  };
  reader.addEnvironment('QUEUES', Stack.of(reader).toJsonString(addresses));
  const all = [...pairs.flatMap(([, pair]) => [pair.queue, pair.deadLetters]), deadLetters];
  reader.allow(
    ['sqs:GetQueueAttributes'],
    all.map(({ queueArn }) => queueArn),
  );
}
