import { expect, test } from 'vitest';
import { Rotation } from './rotation.ts';

const targets = (...ids: string[]) => {
  const rotation = new Rotation();
  for (const id of ids) rotation.add({ id, port: 1 });
  return rotation;
};
const turns = (rotation: Rotation, count: number) => Array.from({ length: count }, () => rotation.next()?.id);

test('each target has its turn', () => {
  expect(turns(targets('a', 'b', 'c'), 6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
});

test('one that leaves costs no other its turn', () => {
  const rotation = targets('a', 'b', 'c');
  expect(turns(rotation, 2)).toEqual(['a', 'b']);
  rotation.remove('a');
  expect(turns(rotation, 3)).toEqual(['c', 'b', 'c']);
});

test('without targets there is none; adding one twice counts once', () => {
  const rotation = targets();
  expect(rotation.next()).toBeUndefined();
  rotation.remove('nobody');
  rotation.add({ id: 'a', port: 1 });
  rotation.add({ id: 'a', port: 1 });
  expect(rotation.size).toBe(1);
});
