import type { ECSClient } from '@aws-sdk/client-ecs';
import { CreateDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { automationOf } from '#adapters/ssm/automation.ts';
import { type StandIns, startStandIns } from './standIns.ts';

// The adapter through its SDK client against the stand-in.
let standIns: StandIns;
let client: SSMClient;
const TOKEN = '11111111-1111-1111-1111-111111111111';

async function write(name: string, { fails = false, consents = true } = {}): Promise<void> {
  const content = {
    schemaVersion: '0.3',
    parameters: { Service: { type: 'String' } },
    mainSteps: [{ name: 'wait', action: 'aws:sleep', inputs: { Duration: fails ? 'never' : 'PT1S' } }],
  };
  await client.send(
    new CreateDocumentCommand({
      Name: name,
      DocumentType: 'Automation',
      Content: JSON.stringify(content),
      Tags: consents ? [{ Key: 'forestall:act', Value: 'true' }] : [],
    }),
  );
}

beforeEach(async () => {
  standIns = await startStandIns({ port: 0, ecs: {} as ECSClient });
  client = new SSMClient({
    endpoint: standIns.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 2_000 },
  });
});
afterEach(async () => {
  client.destroy();
  await standIns.stop();
});

test('a document says whether it consents; what is none is not known', async () => {
  const automation = automationOf(client);
  await write('clear-cache');
  await write('drop-all', { consents: false });
  expect(await automation.describe('clear-cache')).toEqual({ consents: true });
  expect(await automation.describe('drop-all')).toEqual({ consents: false });
  expect(await automation.describe('nowhere')).toBeUndefined();
});

test('one token is one run, which is under way and then over', async () => {
  const automation = automationOf(client);
  await write('clear-cache');
  const run = await automation.start('clear-cache', { Service: ['orders'] }, TOKEN);
  expect(await automation.start('clear-cache', { Service: ['orders'] }, TOKEN)).toBe(run);
  await expect(automation.start('clear-cache', { Service: ['users'] }, TOKEN)).rejects.toMatchObject({
    name: 'IdempotentParameterMismatch',
  });
  expect((await automation.state(run)).state).toBe('running');
  expect((await automation.state(run)).state).toBe('succeeded');
});

test('a run that fails says how', async () => {
  const automation = automationOf(client);
  await write('hopeless', { fails: true });
  const run = await automation.start('hopeless', { Service: ['orders'] }, TOKEN);
  await automation.state(run);
  expect(await automation.state(run)).toMatchObject({ state: 'failed', said: expect.stringContaining('Failed: Step') });
});

test('parameters that a document does not take, and a service that does not answer, are errors', async () => {
  const automation = automationOf(client);
  await write('clear-cache');
  await expect(automation.start('clear-cache', { Servce: ['orders'] }, TOKEN)).rejects.toMatchObject({
    name: 'InvalidAutomationExecutionParametersException',
  });
  await standIns.stop();
  await expect(automation.describe('clear-cache')).rejects.toThrow();
});
