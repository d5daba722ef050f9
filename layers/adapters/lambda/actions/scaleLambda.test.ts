import { expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import type { Functions } from '#ports';
import { ActionDrift, ActionHeld, type ActionTools } from '#usecases/actionType.ts';
import { someClients } from '../../actions/clients.fixture.ts';
import { scaleLambda } from './scaleLambda.ts';

function stage(first: { reserved?: number | null; provisioned?: number | null } = {}) {
  const there = { reserved: null, provisioned: null, state: 'ready' as 'ready' | 'moving' | 'failed', ...first };
  const functions: Functions = {
    ...someClients({}).functions,
    describe: async () => ({ consents: true }),
    reserved: async () => there.reserved,
    setReserved: async (_name, to) => {
      there.reserved = to;
    },
    provisioned: async () => (there.provisioned === null ? null : { wanted: there.provisioned, state: there.state }),
    setProvisioned: async (_name, _qualifier, to) => {
      there.provisioned = to;
    },
  };
  const type = scaleLambda(functions);
  const tools: ActionTools = { id: 'action_1', now: 0, trigger: { failing: [] }, mayChange: async () => {} };
  const plan = (parameters: Record<string, unknown>) => type.plan(aService(), parameters, tools);
  return { there, type, tools, plan };
}

test('runs are reserved, and what was before is put back', async () => {
  const { there, type, tools, plan } = stage({ reserved: 10 });
  const { plan: planned = {} } = await plan({ function: 'resize', reserved: '+50%' });
  expect(planned).toMatchObject({ from: 10, to: 15 });
  await type.act(planned, tools);
  await type.act(planned, tools);
  expect(there.reserved).toBe(15);
  expect(await type.settled(planned, tools)).toEqual({ state: 'settled' });
  await type.undo?.(planned, tools);
  expect(there.reserved).toBe(10);
});

test('where none were reserved, taking it back reserves none again', async () => {
  const { there, type, tools, plan } = stage();
  const { plan: planned = {} } = await plan({ function: 'resize', reserved: 20 });
  await type.act(planned, tools);
  expect(there.reserved).toBe(20);
  await type.undo?.(planned, tools);
  expect(there.reserved).toBeNull();
  expect((await plan({ function: 'resize', reserved: '+50%' })).nothing).toContain('nothing to take a share of');
});

test('runs that are kept warm take a while, and may fail to come', async () => {
  const { there, type, tools, plan } = stage();
  const { plan: planned = {} } = await plan({ function: 'resize', provisioned: 5, qualifier: 'live' });
  there.state = 'moving';
  await type.act(planned, tools);
  expect(await type.settled(planned, tools)).toMatchObject({ state: 'moving' });
  there.state = 'failed';
  expect(await type.settled(planned, tools)).toMatchObject({ state: 'failed' });
  there.state = 'ready';
  expect(await type.settled(planned, tools)).toEqual({ state: 'settled' });
});

test('what somebody changed meanwhile is left, also when it is taken back', async () => {
  const { there, type, tools, plan } = stage({ reserved: 10 });
  const { plan: planned = {} } = await plan({ function: 'resize', reserved: 20 });
  there.reserved = 12;
  await expect(type.act(planned, tools)).rejects.toThrow(ActionDrift);
  there.reserved = 10;
  await type.act(planned, tools);
  there.reserved = 30;
  expect(await type.settled(planned, tools)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('drift'),
  });
  await expect(type.undo?.(planned, tools)).rejects.toThrow(ActionDrift);
  expect(there.reserved).toBe(30);
});

test('the switch of the last moment holds it back', async () => {
  const { there, type, plan } = stage({ reserved: 10 });
  const { plan: planned = {} } = await plan({ function: 'resize', reserved: 20 });
  const mayChange = async () => Promise.reject(new ActionHeld('switched off'));
  await expect(type.act(planned, { id: 'action_1', now: 0, trigger: { failing: [] }, mayChange })).rejects.toThrow(
    ActionHeld,
  );
  expect(there.reserved).toBe(10);
});

test('one of reserved and provisioned, and what is kept warm has a name', () => {
  const { type } = stage();
  expect(type.check({ function: 'resize' })).toMatchObject([{ pointer: '/reserved' }]);
  expect(type.check({ function: 'resize', reserved: 1, provisioned: 1, qualifier: 'live' })).toHaveLength(1);
  expect(type.check({ function: 'resize', provisioned: 1 })).toMatchObject([{ pointer: '/qualifier' }]);
  expect(type.check({ function: 'resize', reserved: 'more' })).toHaveLength(1);
});
