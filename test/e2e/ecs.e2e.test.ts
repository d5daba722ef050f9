import {
  ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeTasksCommand, ECSClient, ListTasksCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import { CLUSTER } from '#fleet/services.ts';
import {
  actionsOf,
  actionWhere,
  breakService,
  calm,
  enablePolicies,
  fleetService,
  healFleet,
} from '#test/support/fleet.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { until } from '#test/support/until.ts';

const payments = { cluster: CLUSTER, service: 'payments' };
const Changed = z.object({ from: z.string(), to: z.string() });
const revisionOf = (taskDefinition: string) => Number(taskDefinition.split(':').at(-1));
let ecs: ECSClient;
let autoScaling: ApplicationAutoScalingClient;

beforeAll(() => {
  const { ecs_url, ports } = installation();
  const caller = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  ecs = new ECSClient({ endpoint: ecs_url ?? '', ...caller });
  autoScaling = new ApplicationAutoScalingClient({ endpoint: `http://127.0.0.1:${ports.standIns}`, ...caller });
});
afterAll(() => {
  ecs.destroy();
  autoScaling.destroy();
});
beforeEach(async () => {
  await calm();
}, 320_000);
afterEach(async () => {
  await healFleet();
  await enablePolicies(true);
});

/** A task of payments that began after `since` (epoch milliseconds) has served, and ended by itself. */
const died = (since: number) =>
  until(
    'a task of payments dies by itself',
    async () => {
      const { taskArns = [] } = await ecs.send(
        new ListTasksCommand({ cluster: CLUSTER, serviceName: 'payments', desiredStatus: 'STOPPED' }),
      );
      if (taskArns.length === 0) return undefined;
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }));
      return tasks.find(
        ({ startedAt, stopCode }) =>
          stopCode === 'EssentialContainerExited' && startedAt !== undefined && startedAt.getTime() > since,
      );
    },
    { within: 90_000 },
  );

test('neither a restart nor more tasks mend a bad version; what ships goes back from it, and that does', async () => {
  await enablePolicies(false);
  const since = new Date().toISOString();
  await breakService('payments', 'bad-version');
  await died(Date.parse(since));
  await ecs.send(new UpdateServiceCommand({ ...payments, forceNewDeployment: true }));
  await died(Date.now());
  await ecs.send(new UpdateServiceCommand({ ...payments, desiredCount: 4 }));
  await died(Date.now());
  await ecs.send(new UpdateServiceCommand({ ...payments, desiredCount: 2 }));

  await enablePolicies(true);
  const action = await actionWhere(
    'the rollback has ended',
    'payments',
    since,
    ({ type, ended_at }) => type === 'rollback_deployment' && ended_at !== null,
    240_000,
  );
  expect([action.policy_name, action.status, action.verdict], `${action.verdict_reason}`).toEqual([
    'bad_version',
    'succeeded',
    'helped',
  ]);
  const { from, to } = Changed.parse(action.plan);
  expect(revisionOf(to)).toBeLessThan(revisionOf(from));
  const others = (await actionsOf('payments')).filter(
    ({ type, created_at, acted_at }) =>
      created_at >= since && acted_at !== null && type !== 'alert' && type !== 'rollback_deployment',
  );
  expect(others, 'nothing else was tried').toEqual([]);
  expect((await fleetService('payments')).tasks).toHaveLength(2);
}, 480_000);

test('where an autoscaler owns the service its bounds are moved, and it moves the count', async () => {
  const target = {
    ServiceNamespace: 'ecs',
    ResourceId: `service/${CLUSTER}/users`,
    ScalableDimension: 'ecs:service:DesiredCount',
  } as const;
  await enablePolicies(false);
  await autoScaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 1, MaxCapacity: 3 }));
  try {
    const since = new Date().toISOString();
    const wanted = { action: 'scale', service: 'users', reason: 'a sale begins', parameters: { by: '+2' } };
    const { id } = await json(api('/actions/execute', { method: 'POST', body: JSON.stringify(wanted) }), Action, 202);
    const settled = await actionWhere(
      'the scaling has settled',
      'users',
      since,
      (one) => one.id === id && one.settled_at !== null,
    );
    expect(settled.plan).toMatchObject({
      from: 2,
      to: 4,
      bounds: { from: { min: 1, max: 3 }, to: { min: 4, max: 4 } },
    });
    expect((await fleetService('users')).tasks).toHaveLength(4);
    const { ScalableTargets } = await autoScaling.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs', ResourceIds: [target.ResourceId] }),
    );
    expect(ScalableTargets).toMatchObject([{ MinCapacity: 4, MaxCapacity: 4 }]);
  } finally {
    await autoScaling.send(new DeregisterScalableTargetCommand(target));
    await ecs.send(new UpdateServiceCommand({ cluster: CLUSTER, service: 'users', desiredCount: 2 }));
  }
});
