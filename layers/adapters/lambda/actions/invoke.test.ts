import { describe, expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import type { Functions } from '#ports';
import { ActionHeld, type ActionTools } from '#usecases/actionType.ts';
import { callsInMemory } from '../../actions/calls.fixture.ts';
import { someClients } from '../../actions/clients.fixture.ts';
import { invoke } from './invoke.ts';

function stage({ answer = { ok: true, said: '"done"' }, consents = true } = {}) {
  const heard: { name: string; payload: unknown }[] = [];
  const functions: Functions = {
    ...someClients({}).functions,
    describe: async (name) => (name === 'nowhere' ? undefined : { consents }),
    invoke: async (name, payload) => {
      heard.push({ name, payload });
      return answer;
    },
  };
  const calls = callsInMemory();
  let held = false;
  const hold = () => {
    held = true;
  };
  const tools: ActionTools = {
    id: 'action_1',
    now: 0,
    trigger: { failing: [] },
    mayChange: async () => {
      if (held) throw new ActionHeld('switched off: a drill');
    },
  };
  const type = invoke(functions, calls);
  const plan = async (parameters: Record<string, unknown>) =>
    (await type.plan(aService({ name: 'orders' }), parameters, tools)).plan ?? {};
  return { type, heard, calls, tools, plan, hold };
}

describe('invoke', () => {
  test('calls the function with what the policy gives, the service and a key that every try shares', async () => {
    const { type, heard, tools, plan } = stage();
    const planned = await plan({ function: 'clear-cache', payload: { depth: 2 } });
    await type.act(planned, tools);
    expect(heard).toEqual([
      { name: 'clear-cache', payload: { depth: 2, key: 'action_1', service: 'orders', undo: false } },
    ]);
    expect(await type.settled(planned, tools)).toEqual({ state: 'settled' });
    await type.act(planned, tools);
    expect(heard, 'a repeat does not call again').toHaveLength(1);
  });

  test('a call whose answer was lost is not made again, and not called done', async () => {
    const { type, heard, calls, tools, plan } = stage();
    const planned = await plan({ function: 'clear-cache' });
    await calls.begin('action_1'); // and the worker died
    await type.act(planned, tools);
    expect(heard).toEqual([]);
    expect(await type.settled(planned, tools)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('not known'),
    });
  });

  test('what the function says went wrong is the reason', async () => {
    const { type, tools, plan } = stage({ answer: { ok: false, said: 'Unhandled: no cache' } });
    const planned = await plan({ function: 'clear-cache' });
    await type.act(planned, tools);
    expect(await type.settled(planned, tools)).toEqual({ state: 'failed', reason: 'Unhandled: no cache' });
  });

  test('the switch of the last moment holds it back, and it may come later', async () => {
    const { type, heard, calls, tools, plan, hold } = stage();
    const planned = await plan({ function: 'clear-cache' });
    hold();
    await expect(type.act(planned, tools)).rejects.toThrow(ActionHeld);
    expect(heard).toEqual([]);
    expect(calls.kept.size).toBe(0);
  });

  test('is taken back by the function that the policy names, once, and by none else', async () => {
    const { type, heard, tools, plan } = stage();
    const planned = await plan({ function: 'open-valve', undo: 'close-valve' });
    await type.act(planned, tools);
    await type.undo?.(planned, tools);
    await type.undo?.(planned, tools);
    expect(heard.map(({ name }) => name)).toEqual(['open-valve', 'close-valve']);
    expect(heard[1]?.payload).toMatchObject({ undo: true, key: 'action_1' });
    await expect(type.undo?.(await plan({ function: 'open-valve' }), tools)).rejects.toThrow('names no function');
  });

  test('a function that is not there, or does not consent, is nothing to do', async () => {
    const { type, tools } = stage();
    const service = aService({ name: 'orders' });
    expect(await type.plan(service, { function: 'nowhere' }, tools)).toEqual({
      nothing: 'Lambda knows no function nowhere',
    });
    const shy = stage({ consents: false });
    expect((await shy.type.plan(service, { function: 'clear-cache' }, tools)).nothing).toContain('forestall:act');
  });

  test('parameters that are wrong say what would be right', () => {
    const { type } = stage();
    expect(type.check({})).toMatchObject([{ pointer: '/function' }]);
    expect(type.check({ function: 'a b' })).toMatchObject([{ message: expect.stringContaining("function's name") }]);
    expect(type.check({ function: 'arn:aws:lambda:eu-west-1:123456789012:function:clear-cache' })).toEqual([]);
  });
});
