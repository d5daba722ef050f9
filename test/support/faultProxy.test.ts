import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { problemOf } from '#runtime/http/problemAnswer.ts';
import { FAULTS, type Fault, startFaultProxy } from './faultProxy.ts';

let heard = 0;
const upstream = createServer((incoming, outgoing) => {
  heard += 1;
  incoming.resume();
  incoming.once('end', () => outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}'));
});
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  proxy = await startFaultProxy(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', proxy.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
beforeEach(() => {
  heard = 0;
});
afterAll(async () => {
  await proxy.stop();
  upstream.closeAllConnections();
  upstream.close();
});

/** One call by the client that tries once and waits for a second. */
async function call(): Promise<unknown> {
  const { dynamoNow } = await import('#runtime/clients.ts');
  return dynamoNow().send(new GetItemCommand({ TableName: 'things', Key: { id: { S: 'a' } } }));
}

const heardOf: Record<Fault, number> = { throttle: 0, fail: 0, cut: 0, lost: 1, hang: 0 };
test.each(FAULTS)('%s: the caller of the API is told to come again, and nothing else', async (fault) => {
  proxy.set({ [fault]: 1 });
  const error = await call().catch((thrown: unknown) => thrown);
  expect(problemOf(error)).toMatchObject({ status: 503, more: { headers: { 'retry-after': '2' } } });
  expect(heard, 'whether DynamoDB did it').toBe(heardOf[fault]);
});

test('without a fault a call passes', async () => {
  proxy.set({});
  await call();
  expect(heard).toBe(1);
});
