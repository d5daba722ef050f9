import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, CreateApiCommand, CreateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { expect, test } from 'vitest';
import { local } from '#test/support/aws.ts';
import { installation } from '#test/support/installation.ts';
import { stageThrottling } from './throttling.ts';

const SENT = 20;
const clients = () => ({ rest: new APIGatewayClient(local()), http: new ApiGatewayV2Client(local()) });

/** A REST API whose one method answers 200 by itself. @returns its id */
async function mockApi(rest: APIGatewayClient): Promise<string> {
  const { id: restApiId = '' } = await rest.send(new CreateRestApiCommand({ name: 'mock' }));
  const { items = [] } = await rest.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
  await rest.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const requestTemplates = { 'application/json': '{"statusCode": 200}' };
  await rest.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }));
  await rest.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await rest.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200' }));
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return restApiId;
}

test.each([undefined, ['/GET']])(
  'a stage that is limited (routes %o) really answers 429, and no more when it is given back',
  async (routes) => {
    const { rest, http } = clients();
    const api = await mockApi(rest);
    const throttling = stageThrottling(
      () => http,
      () => rest,
    );
    const gateway = { kind: 'rest' as const, api, stage: 'prod', ...(routes ? { routes } : {}) };
    const refused = async () => {
      const url = `${installation().emulator_url}/_aws/execute-api/${api}/prod/`;
      const answers = await Promise.all(Array.from({ length: SENT }, () => fetch(url)));
      return answers.filter(({ status }) => status === 429).length;
    };
    const before = (await throttling.read(gateway)) ?? {};
    const [route = ''] = Object.keys(before);
    expect(before).toEqual({ [route]: { rate: null, burst: null } });
    expect(await refused()).toBe(0);
    await throttling.write(gateway, { [route]: { rate: 2, burst: 2 } });
    expect(await throttling.read(gateway)).toEqual({ [route]: { rate: 2, burst: 2 } });
    expect(await refused()).toBeGreaterThan(SENT / 2);
    await throttling.write(gateway, before);
    expect(await throttling.read(gateway)).toEqual(before);
    expect(await refused()).toBe(0);
  },
);

test("an HTTP API's stage and its routes are limited and given back", async () => {
  const { rest, http } = clients();
  const { ApiId: api = '' } = await http.send(new CreateApiCommand({ Name: 'limited', ProtocolType: 'HTTP' }));
  await http.send(new CreateStageCommand({ ApiId: api, StageName: '$default', AutoDeploy: true }));
  const throttling = stageThrottling(
    () => http,
    () => rest,
  );
  for (const routes of [undefined, ['POST /orders']]) {
    const gateway = { kind: 'http' as const, api, stage: '$default', ...(routes ? { routes } : {}) };
    const before = (await throttling.read(gateway)) ?? {};
    const [route = ''] = Object.keys(before);
    await throttling.write(gateway, { [route]: { rate: 2.5, burst: 3 } });
    expect(await throttling.read(gateway)).toEqual({ [route]: { rate: 2.5, burst: 3 } });
    await throttling.write(gateway, before);
    expect(await throttling.read(gateway)).toEqual(before);
  }
  expect(await throttling.read({ kind: 'http', api, stage: 'gone' })).toBeUndefined();
});
