import { expect, test } from 'vitest';
import { undoOf } from '#domain/policy/actionParameters/undo.ts';
import { actionNames } from '#domain/policy/checkActions.ts';
import { someClients } from './clients.fixture.ts';
import { actionTypes } from './registry.ts';

const types = actionTypes(someClients({}));

test('the types that can be carried out are those of the language', () => {
  expect([...types.keys()].sort()).toEqual([...actionNames].sort());
});

test.each(actionNames)('what policies are told of the undo of %s is what it does', (name) => {
  const type = types.get(name);
  const said = undoOf[name];
  const never = typeof said === 'object' && 'none' in said;
  expect(type?.undo === undefined).toBe(never);
  if (never) expect(type?.withoutUndo).toMatch(/\w/);
});
