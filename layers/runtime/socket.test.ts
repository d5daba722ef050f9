import type { Context as LambdaContext } from 'aws-lambda';
import { expect, test } from 'vitest';
import { Forbidden } from './http/problems.ts';
import { onSocket, type SocketCall, type SocketEvent } from './socket.ts';

const event = (more: Partial<SocketEvent> = {}): SocketEvent => ({
  requestContext: {
    routeKey: '$default',
    messageId: 'message-1',
    eventType: 'MESSAGE',
    extendedRequestId: '',
    requestTime: '',
    messageDirection: 'IN',
    stage: 'prod',
    connectedAt: 0,
    requestTimeEpoch: 0,
    requestId: 'request-1',
    domainName: '',
    connectionId: 'connection-1',
    apiId: '',
  },
  body: '',
  isBase64Encoded: false,
  ...more,
});
const lambda = { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 1 } as LambdaContext;

test('a message is handed over as text, whatever it came as', async () => {
  const calls: SocketCall[] = [];
  const handler = onSocket('test', async (call) => {
    calls.push(call);
  });
  expect(await handler(event({ body: '{"a":1}' }), lambda)).toEqual({ statusCode: 200 });
  await handler(event({ body: Buffer.from('{"a":2}').toString('base64'), isBase64Encoded: true }), lambda);
  expect(calls.map(({ text }) => text)).toEqual(['{"a":1}', '{"a":2}']);
  expect(calls[0]).toMatchObject({ connectionId: 'connection-1', messageId: 'message-1', headers: {}, query: {} });
});

test('a handshake brings headers and query; a problem refuses it with its status', async () => {
  let seen: SocketCall | undefined;
  const handler = onSocket('test', async (call) => {
    seen = call;
    throw new Forbidden('not you');
  });
  const answer = await handler(event({ headers: { 'X-API-Key': 'k' }, queryStringParameters: { after: '3' } }), lambda);
  expect(answer).toEqual({ statusCode: 403, headers: {} });
  expect(seen).toMatchObject({ headers: { 'X-API-Key': 'k' }, query: { after: '3' } });
});

test('what is no problem but a fault of ours is thrown, so that it is counted as an error', async () => {
  const handler = onSocket('test', () => Promise.reject(new Error('no table')));
  await expect(handler(event(), lambda)).rejects.toThrow('no table');
});
