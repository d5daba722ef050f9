import { randomUUID } from 'node:crypto';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { Problem } from '#contract/problem.ts';
import { local, resource } from '#test/support/aws.ts';
import { type Fault, startFaultProxy } from '#test/support/faultProxy.ts';
import { api, installation } from '#test/support/installation.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { numbersOf, openStream } from '#test/support/stream.ts';
import { until } from '#test/support/until.ts';

/** Together a third of all calls; the SDK tries each three times, so that some get through and some do not. */
const BAD: Partial<Record<Fault, number>> = { throttle: 0.12, fail: 0.1, cut: 0.05, lost: 0.05 };
const BEHIND_PROXY = ['HttpAnomalies', 'HttpKeys', 'HttpPolicies', 'HttpWebhooks', 'QueuePublish'];

let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
const restore: (() => Promise<void>)[] = [];
beforeAll(async () => {
  proxy = await startFaultProxy(installation().emulator_url);
  for (const name of BEHIND_PROXY) restore.push(await through(name, proxy.url));
});
afterAll(async () => {
  proxy.set({});
  for (const undo of restore.splice(0)) await undo();
  await proxy.stop();
});

/** Lets one deployed function reach DynamoDB only by this address; gives what takes that back. */
async function through(logicalId: string, address: string): Promise<() => Promise<void>> {
  const lambda = new LambdaClient(local());
  const FunctionName = resource('AWS::Lambda::Function', logicalId);
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = Environment?.Variables ?? {};
  const put = async (variables: Record<string, string>) => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: variables } }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
  };
  await put({ ...Variables, AWS_ENDPOINT_URL_DYNAMODB: address });
  return () => put(Variables);
}

const run = randomUUID().slice(0, 8);
const Id = z.looseObject({ id: z.string() });

interface Write {
  path: string;
  body: object;
  /** where what was made is read; undefined: at `path` and its id */
  read?: string;
}
const write: Readonly<Record<string, (n: number) => Write>> = {
  keys: (n) => ({ path: '/keys', body: { name: `faults-${run}-${n}`, scopes: ['read'] } }),
  webhooks: (n) => ({
    path: '/webhooks',
    body: { url: `http://127.0.0.1:9/${run}/${n}`, events: ['anomaly.detected'], services: [`nobody-${run}`] },
  }),
  policies: (n) => ({
    path: '/policies',
    body: {
      name: `faults-${run}-${n}`,
      service: `nobody-${run}`,
      condition: 'cpu_usage > 99',
      action: 'alert',
      enabled: false,
    },
  }),
  feedback: (n) => ({
    path: `/anomalies/anomaly_${run}${n}/feedback`,
    read: `/anomalies/anomaly_${run}${n}`,
    body: { verdict: 'true_positive', note: `${run}-${n}` },
  }),
};

test('with DynamoDB throttling, failing and losing answers, each answer is well formed and nothing acknowledged is lost', async () => {
  const each = 8;
  for (let n = 0; n < each; n++) await storeAnomaly({ id: `anomaly_${run}${n}`, service: `nobody-${run}` });
  proxy.set(BAD);
  const writes = Object.values(write).flatMap((of) => Array.from({ length: each }, (_, n) => of(n)));
  const next = writes.entries();
  const acknowledged: string[] = [];
  const refused: number[] = [];
  const callers = Array.from({ length: 12 }, async () => {
    for (const [nth, { path, body, read }] of next) {
      const answer = await api(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'idempotency-key': `${run}-${nth}` },
        signal: AbortSignal.timeout(60_000),
      });
      const text = await answer.text();
      if (answer.status < 300) {
        acknowledged.push(read ?? `${path}/${Id.parse(JSON.parse(text)).id}`);
        continue;
      }
      refused.push(answer.status);
      expect(answer.headers.get('content-type'), text).toMatch(/^application\/problem\+json/);
      const problem = Problem.parse(JSON.parse(text));
      expect([problem.status, answer.status], text).toEqual([503, 503]);
      expect(problem.request_id, text).toBeTruthy();
      expect(answer.headers.get('retry-after'), text).toMatch(/^\d+$/);
    }
  });
  await Promise.all(callers);
  proxy.set({});
  const happened = proxy.happened();
  console.log(`${acknowledged.length} acknowledged, ${refused.length} refused; calls of DynamoDB:`, happened);
  for (const fault of ['throttle', 'fail', 'cut', 'lost'] as const) expect(happened[fault], fault).toBeGreaterThan(0);
  expect(acknowledged.length, 'some got through').toBeGreaterThan(0);
  for (const path of acknowledged) {
    const found = await api(path);
    expect([path, found.status]).toEqual([path, 200]);
    const text = await found.text();
    if (path.startsWith('/anomalies/')) expect(text).toContain(`${run}-`);
  }
});

test('events published meanwhile all come, once, in order and without a gap', async () => {
  const stream = await openStream();
  await stream.greeted();
  const service = `nobody-${run}-events`;
  const told = 6;
  // a message that fails all the same waits for half a minute: few enough that it seldom comes to that
  proxy.set({ throttle: 0.05, fail: 0.05, cut: 0.02, lost: 0.02 });
  try {
    for (let n = 0; n < told; n++) await storeAnomaly({ id: `anomaly_${run}e${n}`, service });
    await until('all have come', async () => numbersOf(stream.messages, service).length >= told, { within: 150_000 });
  } finally {
    proxy.set({});
    stream.close();
  }
  const numbers = numbersOf(stream.messages, service);
  const all = stream.messages.map(({ seq }) => Number(seq)).filter((seq) => seq >= (numbers[0] ?? 0));
  expect(numbers).toHaveLength(told);
  expect(all).toEqual(all.map((_, n) => (all[0] ?? 0) + n));
}, 180_000);
