import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Gateway, Throttling } from '#ports';
import { stageThrottling } from './throttling.ts';

const HttpSettings = z.looseObject({
  detailedMetricsEnabled: z.boolean().optional(),
  throttlingBurstLimit: z.number().int().nonnegative().optional(),
  throttlingRateLimit: z.number().nonnegative().optional(),
});
const HttpUpdate = z.strictObject({
  defaultRouteSettings: HttpSettings.optional(),
  routeSettings: z.record(z.string(), HttpSettings).optional(),
});
const Replace = z.object({
  op: z.literal('replace'),
  path: z.string().regex(/^\/[^/]+\/[^/]+\/throttling\/(rateLimit|burstLimit)$/),
  value: z.string(),
});
const Remove = z.object({ op: z.literal('remove'), path: z.string().regex(/^\/[^/]+\/[^/]+$/) });
const RestUpdate = z.object({ patchOperations: z.array(z.union([Replace, Remove])) });
/** The two kinds of stages as API Gateway keeps them; what it does not take, it refuses. */
const stages = {
  http: {} as z.infer<typeof HttpUpdate>,
  rest: {} as Record<string, Record<string, number | boolean>>,
};
let server: Server;
let throttling: Throttling;
let failing = 0;

function answer(method: string, path: string, body: string): [number, unknown] {
  if (failing > 0) {
    failing -= 1;
    return [429, { message: 'Too Many Requests', __type: 'TooManyRequestsException' }];
  }
  if (path === '/v2/apis/http1/stages/%24default') {
    if (method === 'PATCH') {
      // what an update names is replaced as a whole
      stages.http = { ...stages.http, ...HttpUpdate.parse(JSON.parse(body)) };
    }
    return [200, stages.http];
  }
  if (path === '/restapis/rest1/stages/prod') {
    if (method === 'PATCH') {
      for (const operation of RestUpdate.parse(JSON.parse(body)).patchOperations) {
        const [, resource = '', verb = '', , name = ''] = operation.path.split('/');
        const key = `${resource.replaceAll('~1', '/').replace(/^\/(?=.)/, '')}/${verb}`;
        if (operation.op === 'remove') delete stages.rest[key];
        else {
          const member = name === 'rateLimit' ? 'throttlingRateLimit' : 'throttlingBurstLimit';
          const made = { metricsEnabled: false, throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 };
          stages.rest[key] = { ...made, ...stages.rest[key], [member]: Number(operation.value) };
        }
      }
    }
    return [200, { methodSettings: stages.rest }];
  }
  return [404, { message: 'Invalid stage identifier specified', __type: 'NotFoundException' }];
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, body] = answer(request.method ?? '', request.url ?? '', Buffer.concat(chunks).toString());
      const type = z.object({ __type: z.string() }).safeParse(body).data?.__type;
      response.writeHead(status, { 'content-type': 'application/json', ...(type ? { 'x-amzn-errortype': type } : {}) });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const common = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
  };
  throttling = stageThrottling(
    () => new ApiGatewayV2Client(common),
    () => new APIGatewayClient(common),
  );
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  failing = 0;
  stages.http = {
    defaultRouteSettings: { detailedMetricsEnabled: true, throttlingRateLimit: 100, throttlingBurstLimit: 200 },
    routeSettings: { 'GET /users': { throttlingRateLimit: 9 } },
  };
  stages.rest = {};
});

describe('an HTTP API', () => {
  const whole: Gateway = { kind: 'http', api: 'http1', stage: '$default' };
  const routes: Gateway = { ...whole, routes: ['POST /orders'] };

  test('its whole stage is limited and given back, and what else it says stays', async () => {
    const before = await throttling.read(whole);
    expect(before).toEqual({ '*': { rate: 100, burst: 200 } });
    await throttling.write(whole, { '*': { rate: 7, burst: 7 } });
    expect(stages.http.defaultRouteSettings).toEqual({
      detailedMetricsEnabled: true,
      throttlingRateLimit: 7,
      throttlingBurstLimit: 7,
    });
    await throttling.write(whole, before ?? {});
    expect(await throttling.read(whole)).toEqual(before);
  });

  test('of a route that had no limit none is left behind, and other routes keep theirs', async () => {
    const before = await throttling.read(routes);
    expect(before).toEqual({ 'POST /orders': { rate: null, burst: null } });
    await throttling.write(routes, { 'POST /orders': { rate: 2.8, burst: 3 } });
    expect(await throttling.read(routes)).toEqual({ 'POST /orders': { rate: 2.8, burst: 3 } });
    await throttling.write(routes, before ?? {});
    expect(stages.http.routeSettings).toEqual({ 'GET /users': { throttlingRateLimit: 9 }, 'POST /orders': {} });
    expect(stages.http.defaultRouteSettings).toMatchObject({ throttlingRateLimit: 100 });
  });
});

describe('a REST API', () => {
  const whole: Gateway = { kind: 'rest', api: 'rest1', stage: 'prod' };

  test.each([
    ['*', whole, '*/*'],
    ['/orders/{id}/POST', { ...whole, routes: ['/orders/{id}/POST'] }, 'orders/{id}/POST'],
    ['/GET', { ...whole, routes: ['/GET'] }, '//GET'],
  ])('%s is limited and given back', async (route, gateway, key) => {
    const before = await throttling.read(gateway);
    expect(before).toEqual({ [route]: { rate: null, burst: null } });
    await throttling.write(gateway, { [route]: { rate: 7, burst: 8 } });
    expect(stages.rest[key]).toMatchObject({ throttlingRateLimit: 7, throttlingBurstLimit: 8 });
    expect(await throttling.read(gateway)).toEqual({ [route]: { rate: 7, burst: 8 } });
    await throttling.write(gateway, before ?? {});
    expect(await throttling.read(gateway)).toEqual(before);
    expect(stages.rest, 'nothing is left behind').toEqual({});
  });

  test('what else a method says stays when its limit goes', async () => {
    stages.rest['*/*'] = { metricsEnabled: true, throttlingRateLimit: -1, throttlingBurstLimit: -1 };
    const before = await throttling.read(whole);
    await throttling.write(whole, { '*': { rate: 7, burst: 7 } });
    await throttling.write(whole, before ?? {});
    expect(stages.rest).toEqual({
      '*/*': { metricsEnabled: true, throttlingRateLimit: -1, throttlingBurstLimit: -1 },
    });
  });
});

test('there is no such stage, or API Gateway does not answer', async () => {
  expect(await throttling.read({ kind: 'http', api: 'gone', stage: '$default' })).toBeUndefined();
  expect(await throttling.read({ kind: 'rest', api: 'gone', stage: 'prod' })).toBeUndefined();
  failing = 2;
  expect(await throttling.read({ kind: 'http', api: 'http1', stage: '$default' })).toBeDefined();
  failing = 1_000;
  await expect(throttling.read({ kind: 'rest', api: 'rest1', stage: 'prod' })).rejects.toThrow('Too Many Requests');
});
