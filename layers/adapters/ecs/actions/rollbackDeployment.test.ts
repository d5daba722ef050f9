import { beforeEach, describe, expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import { ActionDrift, ActionHeld, type Plan } from '#usecases/actionType.ts';
import { AT, calm, deployment, ecs, now, tools } from './ecs.fixture.ts';
import { rollbackDeployment } from './rollbackDeployment.ts';

const rollback = rollbackDeployment(ecs);
const planned = (parameters: Plan = {}) => rollback.plan(aService(), parameters, tools);

beforeEach(() => {
  calm();
  now.taskDefinition = 'orders:2';
  now.releases = [
    { taskDefinition: 'orders:2', successful: true, createdAt: AT - 120 },
    { taskDefinition: 'orders:1', successful: true, createdAt: AT - 86_400 },
  ];
});

async function aPlan(): Promise<Plan> {
  const { plan } = await planned();
  if (plan === undefined) throw new Error('there was nothing to roll back');
  return plan;
}

test('plans the version that was there before the last deployment', async () => {
  expect(await planned()).toEqual({ plan: { cluster: 'demo', service: 'orders', from: 'orders:2', to: 'orders:1' } });
});

test('deploys it once and settles when nothing of the newer one is left', async () => {
  const plan = await aPlan();
  await rollback.act(plan, tools);
  await rollback.act(plan, tools);
  expect(now.changes).toEqual(['deploy orders:1']);
  expect(await rollback.settled(plan, tools)).toMatchObject({ state: 'moving' });
  now.deployments = [deployment('2')];
  expect(await rollback.settled(plan, tools)).toEqual({ state: 'settled' });
});

test('its undo is the newer version, once', async () => {
  const plan = await aPlan();
  await rollback.act(plan, tools);
  await rollback.undo?.(plan, tools);
  await rollback.undo?.(plan, tools);
  expect(now.changes).toEqual(['deploy orders:1', 'deploy orders:2']);
});

test('what another person deployed meanwhile wins, before it and before its undo', async () => {
  const plan = await aPlan();
  now.taskDefinition = 'orders:3';
  await expect(rollback.act(plan, tools)).rejects.toThrow(ActionDrift);
  await expect(rollback.undo?.(plan, tools)).rejects.toThrow('somebody changed it');
  expect(await rollback.settled(plan, tools)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('drift'),
  });
  expect(now.changes).toEqual([]);
});

test('a former version that does not start either is a failure', async () => {
  const plan = await aPlan();
  await rollback.act(plan, tools);
  now.deployments = [deployment('2', 'PRIMARY', 'FAILED'), deployment('1', 'ACTIVE')];
  expect(await rollback.settled(plan, tools)).toMatchObject({ state: 'failed' });
});

test('a guard of the last moment keeps it from changing anything', async () => {
  const plan = await aPlan();
  now.held = true;
  await expect(rollback.act(plan, tools)).rejects.toThrow(ActionHeld);
  expect(now.changes).toEqual([]);
});

describe('nothing is done', () => {
  test('to a version that has served longer than the trouble lasts', async () => {
    expect(await planned({ within: '1m' })).toEqual({ nothing: expect.stringContaining('it is not the cause') });
  });

  test('where another than ECS deploys', async () => {
    now.controller = 'CODE_DEPLOY';
    expect(await planned()).toEqual({ nothing: expect.stringContaining('CODE_DEPLOY') });
  });

  test('where the former version cannot be started any more', async () => {
    now.gone = ['orders:1'];
    expect(await planned()).toEqual({ nothing: 'orders:1 is deregistered' });
  });

  test('elsewhere than on ECS', async () => {
    expect(await rollback.plan(aService({ workload: { platform: 'external' } }), {}, tools)).toEqual({
      nothing: expect.stringContaining('does not run on ECS'),
    });
  });
});

test('within is a duration', () => {
  expect(rollback.check({ within: 'soon' })).toEqual([{ pointer: '/within', message: expect.any(String) }]);
});
