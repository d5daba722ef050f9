import { beforeEach, describe, expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import { ActionDrift, ActionHeld, type Plan } from '#usecases/actionType.ts';
import { someClients } from '../../actions/clients.fixture.ts';
import { actionTypes } from '../../actions/registry.ts';
import { autoScaling, calm, deployment, ecs, now, task, tools } from './ecs.fixture.ts';
import { movedBounds, scale as scaling, wanted } from './scale.ts';

const types = actionTypes(someClients({ ecs, autoScaling }));
const scale = scaling(ecs, autoScaling);
beforeEach(calm);

async function planned(name: string, parameters: Plan = {}, service = aService()): Promise<Plan> {
  const made = await types.get(name)?.plan(service, parameters, tools);
  if (made?.plan === undefined) throw new Error(made?.nothing ?? `there is no ${name}`);
  return made.plan;
}

describe('scale', () => {
  test.each([
    [2, {}, 3],
    [3, {}, 5],
    [2, { by: '+100%' }, 4],
    [2, { by: '+2' }, 4],
    [2, { by: 1 }, 3],
    [4, { by: '-50%' }, 2],
    [3, { by: '-50%' }, 1],
    [4, { by: -1 }, 3],
    [2, { by: '+50%', min_replicas: 4 }, 4],
    [9, { by: '+50%' }, 10],
    [2, { to: 5 }, 5],
    [2, { to: 50, max_replicas: 8 }, 8],
    [1, { by: '-100%' }, 1],
    [3, { min_replicas: 3, max_replicas: 10 }, 5],
  ])('from %d by %o to %d', (count, parameters, expected) => {
    expect(wanted(count, parameters)).toBe(expected);
  });

  test('adding never takes tasks away: a service beyond the bounds is left as it is', async () => {
    now.desired = 12;
    const made = await scale.plan(aService(), { by: '+50%' }, tools);
    expect(made).toEqual({ nothing: 'orders has 12 tasks already, as many as its bounds allow' });
  });

  test('its parameters are checked, with what would be right', () => {
    expect(scale.check({ by: 'much' })).toEqual([{ pointer: '/by', message: expect.stringContaining('+50% or +2') }]);
    expect(scale.check({ min_replicas: 5, max_replicas: 2 })[0]?.pointer).toBe('/max_replicas');
    expect(scale.check({ by: '+50%', max_replicas: 6, severity: 'x' })).toEqual([]);
  });

  test('sets the count that it planned, once, and takes it back', async () => {
    const plan = await planned('scale', { by: '+100%' });
    await scale.act(plan, tools);
    await scale.act(plan, tools);
    expect(now.changes).toEqual(['desired 4']);
    expect(await scale.settled(plan, tools)).toEqual({ state: 'moving', what: '2 of 4 tasks run' });
    now.tasks = ['a', 'b', 'c', 'd'].map((arn) => task(arn));
    expect(await scale.settled(plan, tools)).toEqual({ state: 'settled' });
    await scale.undo?.(plan, tools);
    await scale.undo?.(plan, tools);
    expect(now.changes).toEqual(['desired 4', 'desired 2']);
  });

  test("somebody's change wins, before it and before its undo", async () => {
    const plan = await planned('scale', { by: '+100%' });
    now.desired = 3;
    await expect(scale.act(plan, tools)).rejects.toThrow(ActionDrift);
    now.desired = 6;
    await expect(scale.undo?.(plan, tools)).rejects.toThrow('somebody changed it');
    expect(await scale.settled(plan, tools)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('drift'),
    });
    expect(now.changes).toEqual([]);
  });

  test('a guard of the last moment keeps it from changing anything', async () => {
    const plan = await planned('scale');
    now.held = true;
    await expect(scale.act(plan, tools)).rejects.toThrow(ActionHeld);
    expect(now.changes).toEqual([]);
  });
});

describe('scale where an autoscaler owns the service', () => {
  beforeEach(() => {
    now.bounds = { min: 1, max: 3, suspended: { out: false, in: false } };
  });

  test.each([
    [{ min: 1, max: 3 }, 2, 4, { min: 4, max: 4 }],
    [{ min: 1, max: 8 }, 2, 4, { min: 4, max: 8 }],
    [{ min: 4, max: 8 }, 4, 2, { min: 2, max: 2 }],
    [{ min: 1, max: 8 }, 4, 2, { min: 1, max: 2 }],
  ])('its bounds of %o for %d tasks become, for %d, %o', (bounds, from, to, expected) => {
    expect(movedBounds(bounds, from, to)).toEqual(expected);
  });

  test('its bounds are moved once, it moves the count, and they are taken back', async () => {
    const plan = await planned('scale', { by: '+100%' });
    await scale.act(plan, tools);
    await scale.act(plan, tools);
    expect(now.changes).toEqual(['bounds 4 to 4']);
    expect(await scale.settled(plan, tools)).toMatchObject({ state: 'moving' });
    now.desired = 5; // further than it must, by a policy of its own
    now.tasks = ['a', 'b', 'c', 'd', 'e'].map((arn) => task(arn));
    expect(await scale.settled(plan, tools)).toEqual({ state: 'settled' });
    await scale.undo?.(plan, tools);
    await scale.undo?.(plan, tools);
    expect(now.changes).toEqual(['bounds 4 to 4', 'bounds 1 to 3']);
  });

  test("somebody's change of them wins, before it and before its undo", async () => {
    const plan = await planned('scale', { by: '+100%' });
    now.bounds = { min: 2, max: 3, suspended: { out: false, in: false } };
    await expect(scale.act(plan, tools)).rejects.toThrow('min 2, max 3, not min 1, max 3 as the plan saw');
    await expect(scale.undo?.(plan, tools)).rejects.toThrow(ActionDrift);
    expect(now.changes).toEqual([]);
  });

  test('where it is suspended it moves nothing, so the count itself is set', async () => {
    now.bounds = { min: 1, max: 3, suspended: { out: true, in: false } };
    await scale.act(await planned('scale', { by: '+100%' }), tools);
    expect(now.changes).toEqual(['desired 4']);
  });
});

describe('restart', () => {
  const type = types.get('restart_container');
  if (!type) throw new Error('restart_container is not registered');

  test('of one or two tasks: new before old, by a deployment, once', async () => {
    const plan = await planned('restart_container');
    expect(plan.how).toBe('redeploy');
    await type.act(plan, tools);
    await type.act(plan, tools);
    expect(now.changes).toEqual(['redeploy']);
    expect(await type.settled(plan, tools)).toMatchObject({ state: 'moving' });
    Object.assign(now, { tasks: [task('c'), task('d')], deployments: [deployment('2')] });
    expect(await type.settled(plan, tools)).toEqual({ state: 'settled' });
  });

  test('a deployment that fails is a failure', async () => {
    const plan = await planned('restart_pod', { strategy: 'redeploy' });
    await type.act(plan, tools);
    now.deployments = [deployment('2', 'PRIMARY', 'FAILED')];
    expect(await type.settled(plan, tools)).toEqual({ state: 'failed', reason: 'the new deployment failed' });
  });

  test('of more tasks: one by one, each replaced and healthy before the next', async () => {
    Object.assign(now, { desired: 3, tasks: ['a', 'b', 'c'].map((arn) => task(arn)) });
    const plan = await planned('restart_container');
    expect(plan.how).toBe('one_by_one');
    await type.act(plan, tools);
    await type.act(plan, tools);
    expect(now.changes, 'a repeat stops no second one').toEqual(['stop a']);
    expect(await type.settled(plan, tools)).toEqual({ state: 'moving', what: '2 of 3 tasks run' });
    now.tasks.push(task('d', 'UNKNOWN'));
    await type.settled(plan, tools);
    expect(now.changes, 'a new task that runs is not healthy yet').toEqual(['stop a']);
    now.tasks = now.tasks.map(({ arn }) => task(arn));
    expect(await type.settled(plan, tools)).toMatchObject({
      state: 'moving',
      what: '2 of 3 tasks are not replaced yet',
    });
    expect(now.changes).toEqual(['stop a', 'stop b']);
    now.tasks.push(task('e'));
    await type.settled(plan, tools);
    now.tasks.push(task('f'));
    expect(now.changes).toEqual(['stop a', 'stop b', 'stop c']);
    expect(await type.settled(plan, tools)).toEqual({ state: 'settled' });
  });

  test('tasks without a health check count as healthy while they run', async () => {
    Object.assign(now, { desired: 3, tasks: ['a', 'b', 'c'].map((arn) => task(arn, 'UNKNOWN')) });
    await type.act(await planned('restart_container'), tools);
    expect(now.changes).toEqual(['stop a']);
  });
});

describe('an empty target means nothing', () => {
  test.each([
    ['a service elsewhere', aService({ workload: { platform: 'external' } })],
    ['a service that ECS does not know', aService({ workload: { platform: 'ecs', cluster: 'demo', service: 'gone' } })],
  ])('%s', async (_name, service) => {
    for (const name of ['scale', 'restart_container', 'restart_pod', 'rollback_deployment']) {
      await expect(planned(name, {}, service)).rejects.toThrow(/does not run on ECS|knows no service/);
    }
  });

  test('a service that is scaled to nothing', async () => {
    now.desired = 0;
    await expect(planned('scale')).rejects.toThrow('scaled to nothing');
  });
});

test('every type says why where it cannot be undone', () => {
  for (const [name, { undo, withoutUndo }] of types) expect(undo !== undefined || withoutUndo, name).toBeTruthy();
});
