import { expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import { action, after, held, SET_AT } from './fixtures.ts';
import { freeAt } from './free.ts';

const { guards } = Configuration.parse({}); // 5 min, 3 and 10 an hour
const began = (seconds: number, service = 'payments') =>
  action({ id: `action_${service}${seconds}`, service, started_at: after(seconds) });

test('a service without actions is free', () => {
  expect(freeAt('payments', [began(0, 'orders')], guards).at).toBe(0);
});

test('after an action it cools down', () => {
  expect(freeAt('payments', [began(0)], guards)).toEqual({ at: SET_AT + 300, why: 'payments cools down' });
});

test('alerts and held actions cost nothing', () => {
  expect(freeAt('payments', [action({ type: 'alert' }), held('cooldown')], guards).at).toBe(0);
});

test('after its actions of an hour it waits until the first of them is an hour old', () => {
  const three = [began(0), began(400), began(800)];
  expect(freeAt('payments', three, guards)).toEqual({
    at: SET_AT + 3_600,
    why: 'payments had its 3 actions of this hour',
  });
});

test("the fleet's budget holds every service back", () => {
  const ten = Array.from({ length: 10 }, (_, index) => began(index * 60, index % 2 === 0 ? 'orders' : 'users'));
  expect(freeAt('payments', ten, guards)).toEqual({
    at: SET_AT + 3_600,
    why: 'the fleet had its 10 actions of this hour',
  });
});
