import { expect, test } from 'vitest';
import { onlyRemoves, removesCapacity } from './capacity.ts';

test('a plan removes capacity when fewer tasks are left', () => {
  expect([removesCapacity({ from: 4, to: 2 }), removesCapacity({ from: 2, to: 4 })]).toEqual([true, false]);
  expect(removesCapacity({ tasks: ['a'] })).toBe(false);
});

test('only a negative step is known beforehand to remove', () => {
  expect([onlyRemoves({ by: '-50%' }), onlyRemoves({ by: -1 })]).toEqual([true, true]);
  expect([onlyRemoves({ by: '+50%' }), onlyRemoves({}), onlyRemoves({ to: 1 })]).toEqual([false, false, false]);
});
