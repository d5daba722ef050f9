import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let server: Server;
let answers: number[];

beforeEach(async () => {
  vi.resetModules();
  answers = [];
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const status = answers.shift() ?? 200;
      const body = status === 200 ? JSON.stringify({ Item: { id: { S: 'x'.repeat(2_000) } } }) : '{}';
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

async function counter(on: boolean) {
  vi.stubEnv('FORESTALL_COUNT_CALLS', on ? 'true' : '');
  const { counted, callsMade, forgetCalls } = await import('./calls.ts');
  const { port } = server.address() as AddressInfo;
  const client = counted(
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
  );
  const get = () => client.send(new GetItemCommand({ TableName: 'some', Key: { id: { S: 'one' } } }));
  return { get, callsMade, forgetCalls };
}

test('each try counts, with the kilobytes of the larger way', async () => {
  const { get, callsMade } = await counter(true);
  answers = [500];
  await get();
  const { calls } = callsMade();
  expect(calls?.['DynamoDB.GetItem']?.n).toBe(2);
  expect(calls?.['DynamoDB.GetItem']?.kb).toBeGreaterThan(1.9);
});

test('the next invocation begins at nothing', async () => {
  const { get, callsMade, forgetCalls } = await counter(true);
  await get();
  forgetCalls();
  expect(callsMade()).toEqual({ calls: {} });
});

test('nothing is counted, and nothing said, unless it is asked for', async () => {
  const { get, callsMade } = await counter(false);
  await get();
  expect(callsMade()).toEqual({});
});
