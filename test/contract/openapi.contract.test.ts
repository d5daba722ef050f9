import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { allRoutes } from '#contract/index.ts';
import { addressRate, FAILURES } from '#runtime/http/limitRate.ts';
import { local, resource } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { type Calls, schemathesis } from './schemathesis.ts';
import { makeSeeds } from './seeds.ts';

// The whole contract, drawn: good requests are accepted, bad ones are refused, and every answer is one that is documented.

/** What would take the ground from under the other calls: the switch, and the key that all calls carry. */
const APART = ['toggleEngine', 'deleteKey', 'rotateKey'];
const KEYS = ['createKey', 'listKeys', 'getKey', 'validateKey', 'getRateLimit'];

/** The document itself is what every run begins with; only what Slack has signed is answered well. */
const ELSEWHERE = new Set(['getOpenApi', 'slackInteraction']);

const calls: Calls['statuses'] = {};
const note = ({ statuses }: Calls): void => {
  for (const [operation, answered] of Object.entries(statuses)) {
    calls[operation] = { ...calls[operation], ...answered };
  }
};
/** What was found is told as it is: a comparison would tell its first line only. */
function foundNothing(run: Awaited<ReturnType<typeof schemathesis>>): void {
  note(run.calls);
  if (run.found !== null) expect.fail(run.found);
}
const excluded = (operations: readonly string[]) => operations.flatMap((one) => ['--exclude-operation-id', one]);
const included = (operations: readonly string[]) => operations.flatMap((one) => ['--include-operation-id', one]);

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let forgetting: NodeJS.Timeout;

beforeAll(async () => {
  receiver = await startReceiver();
  forgetting = forgetFailures();
});
afterAll(async () => {
  clearInterval(forgetting);
  await receiver.stop();
});

/** Each operation is tried without a key and with wrong ones, from one address: more than an address is allowed. */
function forgetFailures(): NodeJS.Timeout {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(local()));
  const TableName = resource('AWS::DynamoDB::GlobalTable', 'Requests');
  return setInterval(() => {
    const window = Math.floor(Date.now() / 1000 / FAILURES.window) * FAILURES.window;
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const id = `rate#${addressRate(address)}#${window}`;
      client.send(new DeleteCommand({ TableName, Key: { id } })).catch(() => undefined); // the next second tries again
    }
  }, 1_000);
}

test('no good request is refused, no bad one is accepted, and every answer is documented', async () => {
  const request = { name: 'contract', scopes: ['admin'], rate_limit: 1_000_000 };
  const made = api('/keys', { method: 'POST', body: JSON.stringify(request) });
  const { key } = await json(made, z.looseObject({ key: z.string() }), 201);
  const run = await schemathesis({
    key,
    receiver: receiver.url,
    seeds: await makeSeeds(),
    arguments: excluded(APART),
  });
  foundNothing(run);
}, 900_000);

test('nor where the switch is thrown, or keys are changed and revoked', async () => {
  const run = await schemathesis({
    key: installation().admin_key,
    receiver: receiver.url,
    seeds: {},
    arguments: included([...APART, ...KEYS]),
  });
  foundNothing(run);
}, 300_000);

test('every operation did what it is for, at least once', () => {
  const worked = (operation: string) => Object.keys(calls[operation] ?? {}).some((status) => status.startsWith('2'));
  const never = allRoutes.map(({ id }) => id).filter((id) => !ELSEWHERE.has(id) && !worked(id));
  expect(never.map((id) => `${id}: ${JSON.stringify(calls[id] ?? {})}`)).toEqual([]);
});
