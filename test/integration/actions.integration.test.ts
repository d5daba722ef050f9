import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ActionState } from '#contract/actions.ts';
import { Action } from '#domain/remediation/action.ts';
import { bookService } from '#test/support/aws.ts';
import { toggle } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { until } from '#test/support/until.ts';

const service = 'counter';
const List = z.object({ actions: z.array(Action), count: z.number(), next_cursor: z.string().nullable() });
const list = async (path: string) => (await json(api(path), List)).actions;
const execute = (body: object, init: { headers?: Record<string, string>; key?: string } = {}) =>
  api('/actions/execute', { method: 'POST', body: JSON.stringify(body), ...init });
const run = (body: object) => json(execute(body), Action, 202);

beforeAll(async () => {
  await bookService(service);
  await until('the service is watched', async () => (await api(`/services/${service}`)).ok, { within: 150_000 });
});

describe('POST /actions/execute', () => {
  test('an alert goes out at once', async () => {
    const answer = await execute({
      action: 'alert',
      service: `${service}-service`,
      reason: 'Manual test',
      parameters: {},
    });
    expect(answer.status).toBe(202);
    const action = Action.parse(await answer.json());
    expect(answer.headers.get('location')).toBe(`/actions/${action.id}`);
    expect(action).toMatchObject({ type: 'alert', service, status: 'succeeded', reason: 'Manual test' });
    expect(await json(api(`/actions/${action.id}`), Action)).toEqual(action);
  });

  test('a change goes through the guards and the workflow, and its end is told', async () => {
    const action = await run({
      action: 'scale',
      service,
      reason: 'a test',
      parameters: { to: 3, metric: 'cpu_usage' },
    });
    expect(action).toMatchObject({ status: 'started', requested_by: expect.stringMatching(/^key:/) });
    expect(action.guards.length).toBeGreaterThan(8);
    expect(action.guards.every(({ passed }) => passed)).toBe(true);
    const second = await run({ action: 'restart_container', service, reason: 'at the same time' });
    expect(second.status).toBe('held');
    expect(second.guards.find(({ passed }) => !passed)?.guard).toBe('one_at_a_time');
    const ended = await until(
      'the scaling has ended',
      async () => {
        const state = await json(api(`/actions/${action.id}/status`), ActionState);
        return state.ended_at !== null && state;
      },
      { within: 100_000 },
    );
    expect(ended).toMatchObject({ id: action.id, status: 'failed', verdict: 'inconclusive', before: null });
    expect(ended.acted_at).not.toBeNull();
    expect(ended.timeline.map(({ what }) => what)).toEqual(expect.arrayContaining(['planned', 'scale is running']));
  });

  test('with the switch off it is held, answered all the same, and kept', async () => {
    await toggle(false, 'a test of the route');
    try {
      const held = await run({ action: 'restart_container', service, reason: 'a test' });
      expect(held.status).toBe('held');
      expect(held.guards.find(({ guard }) => guard === 'kill_switch')?.reason).toContain('a test of the route');
      expect(await json(api(`/actions/${held.id}/status`), ActionState)).toMatchObject({
        status: 'held',
        acted_at: null,
      });
    } finally {
      await toggle(true, 'the test is over');
    }
  });

  test.each([
    ['an unknown type', { action: 'reboot' }, 422, '/action'],
    ['wrong parameters', { action: 'scale', parameters: { by: 'a lot' } }, 422, '/parameters/by'],
    ['no reason', { reason: undefined }, 422, '/reason'],
  ])('%s is refused', async (_what, change, status, pointer) => {
    const asked = { action: 'alert', service, reason: 'a test', parameters: {}, ...change };
    const { errors = [] } = await problem(execute(asked), status);
    expect(errors.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  test('an unknown service is 404', async () => {
    await problem(execute({ action: 'alert', service: 'nowhere', reason: 'a test' }), 404);
  });

  test('a key needs the scope act, and one with namespaces acts only on theirs', async () => {
    const key = async (body: object) =>
      (
        await json(
          api('/keys', { method: 'POST', body: JSON.stringify(body) }),
          z.looseObject({ key: z.string() }),
          201,
        )
      ).key;
    const asked = { action: 'alert', service, reason: 'a test' };
    const writer = await key({ name: 'writer', scopes: ['read', 'write'] });
    expect((await problem(execute(asked, { key: writer }), 403)).detail).toContain('act');
    const other = await key({ name: 'other team', scopes: ['act'], namespaces: ['payments'] });
    expect((await problem(execute(asked, { key: other }), 403)).detail).toContain(service);
    const own = await key({ name: 'own team', scopes: ['act'], namespaces: [service] });
    expect((await execute(asked, { key: own })).status).toBe(202);
  });

  test('with one Idempotency-Key it is done once', async () => {
    const headers = { 'idempotency-key': 'action-once' };
    const asked = { action: 'alert', service, reason: 'once' };
    const [first, again] = [
      await json(execute(asked, { headers }), Action, 202),
      await json(execute(asked, { headers }), Action, 202),
    ];
    expect(again.id).toBe(first.id);
  });
});

describe('the lists of actions', () => {
  test.each(['/actions', '/actions/recent', '/actions/history'])(
    '%s: newest first, by service and status',
    async (path) => {
      const { id } = await run({ action: 'alert', service, reason: `listed by ${path}` });
      const seen = await until('the index shows it', async () => {
        const actions = await list(`${path}?service=${service}-service&status=succeeded&limit=100`);
        return actions.some((action) => action.id === id) && actions;
      });
      expect(seen[0]?.id).toBe(id);
      expect(seen.map(({ created_at }) => created_at)).toEqual(
        seen
          .map(({ created_at }) => created_at)
          .toSorted()
          .reverse(),
      );
      expect(new Set(seen.map((action) => `${action.service} ${action.status}`))).toEqual(
        new Set([`${service} succeeded`]),
      );
      const page = await json(api(`${path}?service=${service}&limit=1`), List);
      expect(page).toMatchObject({ count: 1, next_cursor: expect.any(String) });
    },
  );

  test('an unknown status, or an unknown action, is said', async () => {
    await problem(api('/actions?status=perhaps'), 422);
    await problem(api('/actions/action_0'), 404);
    await problem(api('/actions/action_0/status'), 404);
  });
});
