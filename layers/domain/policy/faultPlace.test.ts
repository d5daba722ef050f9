import { expect, test } from 'vitest';
import { readCondition } from './condition.ts';
import { placed } from './faultPlace.ts';

test('a fault inside a condition says its line and column, counted from 1', () => {
  const when = 'error_rate > 5%\n  and cpu_usage > 500ms';
  const [fault] = readCondition(when).faults;
  expect(fault).toBeDefined();
  expect(placed({ when }, { pointer: '/when', message: 'no', offset: fault?.offset ?? 0 })).toEqual({
    pointer: '/when',
    message: `line ${fault?.line}, column ${fault?.column}: no`,
  });
  expect(fault?.line).toBe(2);
});

test('a fault of another member is said as it is', () => {
  expect(placed({ condition: 'cpu_usage > 1' }, { pointer: '/action', message: 'no' })).toEqual({
    pointer: '/action',
    message: 'no',
  });
});
