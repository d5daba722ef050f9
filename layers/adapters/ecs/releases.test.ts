import type { ECSClient } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { clientDouble } from '../double.fixture.ts';
import { ecsOf } from './ecs.ts';

const at = (minute: number) => new Date(Date.UTC(2027, 0, 15, 8, minute));
const brief = (revision: string, minute: number, status = 'SUCCESSFUL') => ({
  targetServiceRevisionArn: revision,
  createdAt: at(minute),
  status,
});
const revision = (serviceRevisionArn: string, taskDefinition: string) => ({ serviceRevisionArn, taskDefinition });

test('deployments come newest first, each with the task definition of its revision', async () => {
  const pages: Record<string, object> = {
    '': { serviceDeployments: [brief('r1', 1), brief('r3', 30, 'IN_PROGRESS')], nextToken: 'more' },
    more: { serviceDeployments: [brief('r2', 20), brief('forgotten', 10)] },
  };
  const asked: unknown[] = [];
  const client = clientDouble<ECSClient>({
    ListServiceDeploymentsCommand: ({ nextToken = '' }: { nextToken?: string }) => pages[nextToken],
    DescribeServiceRevisionsCommand: ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => {
      asked.push(serviceRevisionArns);
      return { serviceRevisions: [revision('r1', 'orders:1'), revision('r2', 'orders:2'), revision('r3', 'orders:3')] };
    },
  });
  expect(await ecsOf(client).releases('demo', 'orders')).toEqual([
    { taskDefinition: 'orders:3', successful: false, createdAt: at(30).getTime() / 1000 },
    { taskDefinition: 'orders:2', successful: true, createdAt: at(20).getTime() / 1000 },
    { taskDefinition: 'orders:1', successful: true, createdAt: at(1).getTime() / 1000 },
  ]);
  expect(asked).toEqual([['r3', 'r2', 'forgotten', 'r1']]);
});

test('of many only the newest twenty are looked at: no call describes more', async () => {
  let described: string[] = [];
  const client = clientDouble<ECSClient>({
    ListServiceDeploymentsCommand: () => ({
      serviceDeployments: Array.from({ length: 50 }, (_, i) => brief(`r${i}`, i)),
    }),
    DescribeServiceRevisionsCommand: ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => {
      described = serviceRevisionArns;
      return { serviceRevisions: serviceRevisionArns.map((arn) => revision(arn, arn)) };
    },
  });
  expect((await ecsOf(client).releases('demo', 'orders')).map(({ taskDefinition }) => taskDefinition)).toEqual(
    described,
  );
  expect(described).toHaveLength(20);
  expect(described[0]).toBe('r49');
});

test('a service without history asks for no revision', async () => {
  const client = clientDouble<ECSClient>({ ListServiceDeploymentsCommand: () => ({ serviceDeployments: [] }) });
  expect(await ecsOf(client).releases('demo', 'orders')).toEqual([]);
});

test('a service says when its deployment began and, by its events, ended, and who deploys it', async () => {
  const client = clientDouble<ECSClient>({
    DescribeServicesCommand: () => ({
      services: [
        {
          serviceName: 'orders',
          status: 'ACTIVE',
          deploymentController: { type: 'CODE_DEPLOY' },
          deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', taskDefinition: 'orders:2', createdAt: at(1) }],
          events: [
            { createdAt: at(5), message: '(service orders) has reached a steady state.' },
            { createdAt: at(4), message: '(service orders) (deployment ecs-svc/2) deployment completed.' },
          ],
        },
      ],
    }),
  });
  const state = await ecsOf(client).describe('demo', 'orders');
  expect(state?.controller).toBe('CODE_DEPLOY');
  expect(state?.deployments[0]).toMatchObject({
    taskDefinition: 'orders:2',
    createdAt: at(1).getTime() / 1000,
    completedAt: at(4).getTime() / 1000,
  });
});

test('a deregistered task definition starts nothing', async () => {
  const client = clientDouble<ECSClient>({
    DescribeTaskDefinitionCommand: ({ taskDefinition }: { taskDefinition: string }) => ({
      taskDefinition: { status: taskDefinition === 'orders:1' ? 'INACTIVE' : 'ACTIVE' },
    }),
  });
  expect(await ecsOf(client).isRegistered('orders:1')).toBe(false);
  expect(await ecsOf(client).isRegistered('orders:2')).toBe(true);
});
