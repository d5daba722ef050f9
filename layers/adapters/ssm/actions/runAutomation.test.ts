import { expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import type { Automation } from '#ports';
import { ActionHeld, type ActionTools } from '#usecases/actionType.ts';
import { callsInMemory } from '../../actions/calls.fixture.ts';
import { runAutomation } from './runAutomation.ts';

function stage() {
  const runs = new Map<string, { document: string; parameters: unknown }>();
  let state: Awaited<ReturnType<Automation['state']>> = { state: 'running', said: 'InProgress' };
  const automation: Automation = {
    describe: async (document) => (document === 'nowhere' ? undefined : { consents: document !== 'shy' }),
    start: async (document, parameters, token) => {
      runs.set(token, { document, parameters });
      return `run-${token}`;
    },
    state: async () => state,
  };
  const becomes = (next: typeof state) => {
    state = next;
  };
  const calls = callsInMemory();
  const tools: ActionTools = { id: 'action_1', now: 0, trigger: { failing: [] }, mayChange: async () => {} };
  const type = runAutomation(automation, calls);
  const plan = (parameters: Record<string, unknown>) => type.plan(aService(), parameters, tools);
  return { type, runs, calls, tools, plan, becomes };
}

test('a document is run once, and settles when its run succeeds', async () => {
  const { type, runs, calls, tools, plan, becomes } = stage();
  const { plan: planned = {} } = await plan({ document: 'clear-cache', parameters: { Depth: 2, Names: ['a', 'b'] } });
  await type.act(planned, tools);
  calls.kept.clear(); // the note of it was lost: the token finds the run again
  await type.act(planned, tools);
  expect([...runs.values()]).toEqual([{ document: 'clear-cache', parameters: { Depth: ['2'], Names: ['a', 'b'] } }]);
  expect(await type.settled(planned, tools)).toMatchObject({ state: 'moving' });
  becomes({ state: 'succeeded', said: 'Success' });
  expect(await type.settled(planned, tools)).toEqual({ state: 'settled' });
  becomes({ state: 'failed', said: 'TimedOut: step 2' });
  expect(await type.settled(planned, tools)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('step 2'),
  });
});

test('it is taken back by the document that is named, with a token of its own', async () => {
  const { type, runs, tools, plan } = stage();
  const { plan: planned = {} } = await plan({ document: 'open', undo: 'close' });
  await type.act(planned, tools);
  await type.undo?.(planned, tools);
  await type.undo?.(planned, tools);
  expect([...runs.values()].map(({ document }) => document)).toEqual(['open', 'close']);
  for (const token of runs.keys()) expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
  const { plan: final = {} } = await plan({ document: 'open' });
  await expect(type.undo?.(final, tools)).rejects.toThrow('names no document');
});

test('a document that is not there or does not consent is nothing to do; the switch holds it back', async () => {
  const { type, runs, plan } = stage();
  expect((await plan({ document: 'nowhere' })).nothing).toContain('knows no Automation document');
  expect((await plan({ document: 'shy' })).nothing).toContain('forestall:act');
  expect((await plan({ document: 'open', undo: 'nowhere' })).nothing).toContain('nowhere');
  const { plan: planned = {} } = await plan({ document: 'open' });
  const mayChange = async () => Promise.reject(new ActionHeld('switched off'));
  await expect(type.act(planned, { id: 'action_1', now: 0, trigger: { failing: [] }, mayChange })).rejects.toThrow(
    ActionHeld,
  );
  expect(runs.size).toBe(0);
});
