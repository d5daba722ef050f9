import { Stack } from 'aws-cdk-lib';
import type { App } from './app.ts';
import type { ForestallFunction } from './constructs/forestallFunction.ts';
import { explain } from './nag.ts';
import type { DataStack } from './stacks/data.ts';

// Grants of actions that call what is the user's own: Lambda functions, SSM Automation documents, registered webhooks.

/** Consent: what Forestall may call carries the tag, and the role itself asks for it. The emulator knows no tags here. */
const consent = ({ settings }: App) =>
  settings.local ? undefined : { StringEquals: { 'aws:ResourceTag/forestall:act': 'true' } };

const functionArns = ({ partition, region, account }: Stack): string =>
  `arn:${partition}:lambda:${region}:${account}:function:*`;
const automationArns = ({ partition, region, account }: Stack, kind: string, owner = account): string =>
  `arn:${partition}:ssm:${region}:${owner}:${kind}/*`;

/** Looks at what may be called, and at what came of a call. */
export function callsReader(reader: ForestallFunction, { settings }: App, { stores, webhookKey }: DataStack): void {
  const stack = Stack.of(reader);
  reader.allow(
    [
      'lambda:GetFunction',
      'lambda:ListTags',
      'lambda:GetFunctionConcurrency',
      'lambda:GetProvisionedConcurrencyConfig',
    ],
    [functionArns(stack)],
  );
  // the emulator asks who reads a reserved concurrency whether they may set it
  if (settings.local) reader.allow(['lambda:PutFunctionConcurrency'], [functionArns(stack)]);
  const documents = [automationArns(stack, 'document'), automationArns(stack, 'automation-execution')];
  reader.allow(
    ['ssm:DescribeDocument', 'ssm:ListTagsForResource', 'ssm:GetAutomationExecution'],
    // there a stand-in answers for SSM, and nobody judges the resource
    settings.local ? ['*'] : documents,
  );
  reader.uses(stores.webhooks, 'GetItem', 'Scan');
  reader.addEnvironment('WEBHOOK_KEY_ID', webhookKey.keyArn);
  explain(reader, 'AwsSolutions-IAM5', 'policies name functions and documents; each is looked at before it is called');
}

/** Calls functions and documents that carry `forestall:act`, and no others; and webhooks, signed with their secrets. */
export function callsActor(actor: ForestallFunction, app: App, data: DataStack): void {
  callsReader(actor, app, data);
  const stack = Stack.of(actor);
  actor.allow(
    [
      'lambda:InvokeFunction',
      'lambda:PutFunctionConcurrency',
      'lambda:DeleteFunctionConcurrency',
      'lambda:PutProvisionedConcurrencyConfig',
      'lambda:DeleteProvisionedConcurrencyConfig',
    ],
    [functionArns(stack)],
    consent(app),
  );
  actor.allow(
    ['ssm:StartAutomationExecution'],
    app.settings.local ? ['*'] : [automationArns(stack, 'document'), automationArns(stack, 'automation-definition')],
    consent(app),
  );
  actor.allow(['kms:Decrypt'], [data.webhookKey.keyArn]);
}
