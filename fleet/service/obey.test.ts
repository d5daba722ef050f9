import { expect, test } from 'vitest';
import type { SetFault } from '../faultParameters.ts';
import { toTell } from './obey.ts';

const STARTED = 1_000;
const none: SetFault = { fault: undefined, since: 500 };
const leak = (since: number): SetFault => ({ fault: 'memory-leak', since });

test('a task that ran when the fault was set is told of it once', () => {
  expect(toTell(leak(2_000), none, STARTED)).toEqual([{ kind: 'fault', fault: 'memory-leak' }]);
  expect(toTell(leak(2_000), leak(2_000), STARTED)).toEqual([]);
});

test('a task that started later is clean: a restart cures it', () => {
  expect(toTell(leak(900), undefined, STARTED)).toEqual([]);
});

test('every task burns, whenever it started: a restart cures nothing', () => {
  expect(toTell({ fault: 'cpu-burn', since: 900 }, undefined, STARTED)).toEqual([{ kind: 'burn', on: true }]);
});

test('what a service calls is slow for every task of it, whenever it started', () => {
  expect(toTell({ fault: 'slow-dependency', since: 900 }, undefined, STARTED)).toEqual([{ kind: 'slow', on: true }]);
});

test('a crash that a task survived by being its replacement is not repeated', () => {
  expect(toTell({ fault: 'crash', since: 900 }, undefined, STARTED)).toEqual([]);
});

test('none heals what was set, and another fault takes its place', () => {
  expect(toTell({ fault: undefined, since: 3_000 }, leak(2_000), STARTED)).toEqual([{ kind: 'heal' }]);
  expect(toTell({ fault: 'errors', since: 3_000 }, leak(2_000), STARTED)).toEqual([
    { kind: 'heal' },
    { kind: 'fault', fault: 'errors' },
  ]);
});

test('the same fault set again holds for those that run now', () => {
  expect(toTell(leak(2_000), leak(900), STARTED)).toEqual([{ kind: 'heal' }, { kind: 'fault', fault: 'memory-leak' }]);
});

test('a surge is no task’s', () => {
  expect(toTell({ fault: 'traffic-surge', since: 2_000 }, none, STARTED)).toEqual([]);
});
