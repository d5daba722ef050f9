import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { CreateDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import { bookService, local } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { until } from '#test/support/until.ts';

// Actions that call what is the user's own, through the deployed workflow. Each has a service of its own, for what one does
// holds the others back for a while.

const services = ['own-invoke', 'own-shy', 'own-lambda', 'own-document', 'own-webhook'];
const CODE = 'exports.handler = async (event) => { console.log("called"); return { heard: event }; };';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
const lambda = () => new LambdaClient(local());

async function makeFunction(name: string, tags: Record<string, string>): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await new IAMClient(local()).send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await lambda().send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.js': strToU8(CODE) }) },
      Tags: tags,
    }),
  );
}

async function makeDocument(name: string): Promise<void> {
  const content = {
    schemaVersion: '0.3',
    parameters: { Service: { type: 'String' } },
    mainSteps: [{ name: 'wait', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }],
  };
  await new SSMClient({ ...local(), endpoint: `http://127.0.0.1:${installation().ports.standIns}` }).send(
    new CreateDocumentCommand({
      Name: name,
      DocumentType: 'Automation',
      Content: JSON.stringify(content),
      Tags: [{ Key: 'forestall:act', Value: 'true' }],
    }),
  );
}

/** Asks for an action, and waits for what the workflow comes to. */
async function done(body: object, wanted: (action: Action) => boolean): Promise<Action> {
  const asked = await json(
    api('/actions/execute', { method: 'POST', body: JSON.stringify({ reason: 'a test', ...body }) }),
    Action,
    202,
  );
  return until(
    'the action is where it is wanted',
    async () => {
      const action = await json(api(`/actions/${asked.id}`), Action);
      return wanted(action) ? action : undefined;
    },
    { within: 60_000 },
  );
}
const settled = ({ settled_at, ended_at }: Action) => settled_at !== null || ended_at !== null;
const ended = ({ ended_at }: Action) => ended_at !== null;

beforeAll(async () => {
  receiver = await startReceiver();
  await Promise.all(services.map((name) => bookService(name)));
  await makeFunction('clear-cache', { 'forestall:act': 'true' });
  await makeFunction('drop-tables', {});
  await makeDocument('rebuild-index');
  for (const name of services)
    await until(`${name} is watched`, async () => (await api(`/services/${name}`)).ok, { within: 150_000 });
});
afterAll(() => receiver.stop());

test('invoke calls a function that consents', async () => {
  const action = await done(
    { action: 'invoke', service: 'own-invoke', parameters: { function: 'clear-cache', payload: { depth: 2 } } },
    settled,
  );
  expect(action.settled_at, JSON.stringify(action.timeline)).not.toBeNull();
});

test('a function that does not consent is nothing to do', async () => {
  const action = await done({ action: 'invoke', service: 'own-shy', parameters: { function: 'drop-tables' } }, ended);
  expect(action).toMatchObject({ verdict: 'no_effect', acted_at: null });
  expect(action.verdict_reason).toContain('does not carry the tag forestall:act');
});

test('scale_lambda reserves runs', async () => {
  await lambda().send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'clear-cache', ReservedConcurrentExecutions: 4 }),
  );
  const action = await done(
    { action: 'scale_lambda', service: 'own-lambda', parameters: { function: 'clear-cache', reserved: '+50%' } },
    settled,
  );
  expect(action.plan, JSON.stringify(action.timeline)).toMatchObject({ from: 4, to: 6 });
  const now = await lambda().send(new GetFunctionConcurrencyCommand({ FunctionName: 'clear-cache' }));
  expect(now.ReservedConcurrentExecutions).toBe(6);
});

test('run_automation runs a document and waits for its run', async () => {
  const parameters = { document: 'rebuild-index', parameters: { Service: 'orders' } };
  const action = await done({ action: 'run_automation', service: 'own-document', parameters }, settled);
  expect(action.settled_at, JSON.stringify(action.timeline)).not.toBeNull();
});

test('webhook calls a registered receiver, signed', async () => {
  const { id, secret } = await json(
    api('/webhooks', {
      method: 'POST',
      body: JSON.stringify({ url: receiver.url, events: ['approval.requested'], services: ['own-webhook'] }),
    }),
    z.looseObject({ id: z.string(), secret: z.string() }),
    201,
  );
  const action = await done(
    { action: 'webhook', service: 'own-webhook', parameters: { webhook: id, data: { runbook: 'RB-7' } } },
    settled,
  );
  expect(action.settled_at, JSON.stringify(action.timeline)).not.toBeNull();
  const [call] = receiver.received;
  const headers = Object.fromEntries(Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)]));
  expect(new StandardWebhook(secret).verify(call?.body ?? '', headers)).toMatchObject({
    id: action.id,
    event: 'action.requested',
    data: { runbook: 'RB-7', service: 'own-webhook' },
  });
});
