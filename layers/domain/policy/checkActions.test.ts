import { expect, test } from 'vitest';
import { type ActionChecks, actionNames, checkActions } from './checkActions.ts';
import type { PolicyDocument } from './document.ts';

const anything = { check: () => [] };
/** Four types, of which one looks at its parameters. */
const types: ActionChecks = new Map([
  ['alert', anything],
  ['restart_container', anything],
  ['restart_pod', anything],
  [
    'scale',
    {
      check: ({ by = '+1' }: Record<string, unknown>) =>
        /^[+-]\d+%?$/.test(String(by)) ? [] : [{ pointer: '/by', message: 'by is like +50% or +2' }],
    },
  ],
]);
const check = (document: PolicyDocument) => checkActions(document, types);

test('what this version carries out passes', () => {
  expect(
    check({
      actions: [
        'restart_pod',
        { type: 'scale', min_replicas: 3, max_replicas: 10 },
        { type: 'alert', severity: 'warning' },
      ],
      on_failure: ['rollback', { type: 'alert', to: 'pagerduty' }],
    }),
  ).toEqual({ faults: [], warnings: [] });
});

test('an unknown type is a fault that says what was meant and what there is', () => {
  const { faults } = check({ action: 'restart_contaner' });
  expect(faults).toEqual([{ pointer: '/action', message: expect.stringContaining('did you mean restart_container?') }]);
  for (const name of actionNames) expect(faults[0]?.message).toContain(name);
});

test('the pointer leads to the very action, also after a failure', () => {
  const { faults } = check({ actions: ['alert', { type: 'reboot' }], on_failure: ['panic'] });
  expect(faults.map(({ pointer }) => pointer)).toEqual(['/actions/1/type', '/on_failure/0']);
});

test('wrong parameters are faults at the place where they were written', () => {
  const message = 'by is like +50% or +2';
  expect(check({ actions: [{ type: 'scale', by: 'a lot' }] }).faults).toEqual([{ pointer: '/actions/0/by', message }]);
  expect(check({ action: 'scale', parameters: { by: 'a lot' } }).faults).toEqual([
    { pointer: '/parameters/by', message },
  ]);
});

test('what an action says in one word is wrong at that word, what it says below its name at the very member', () => {
  const all: ActionChecks = new Map([
    ...types,
    ['circuit_breaker', { check: () => [{ pointer: '/mode', message: 'no' }] }],
  ]);
  const places = (document: PolicyDocument) => checkActions(document, all).faults.map(({ pointer }) => pointer);
  expect(places({ actions: [{ circuit_breaker: 'maybe' }] })).toEqual(['/actions/0/circuit_breaker']);
  expect(places({ actions: [{ circuit_breaker: { mode: 'maybe' } }] })).toEqual(['/actions/0/circuit_breaker/mode']);
  expect(places({ actions: ['circuit_breaker'], parameters: { mode: 'maybe' } })).toEqual(['/parameters/mode']);
});

test('a parameter that the type does not know is a slip of the pen, at its own name', () => {
  const { faults } = check({ actions: [{ type: 'scale', max_replica: 3 }] });
  expect(faults).toEqual([
    { pointer: '/actions/0/max_replica', key: true, message: 'scale knows no max_replica: did you mean max_replicas?' },
  ]);
  expect(check({ action: 'scale', parameters: { strategy: 'rolling' } }).faults.map(({ pointer }) => pointer)).toEqual([
    '/parameters/strategy',
  ]);
  expect(check({ actions: ['scale', 'restart_pod'], parameters: { strategy: 'rolling' } }).faults).toEqual([]);
});

test('for a time only is what can be undone', () => {
  expect(check({ actions: [{ type: 'scale', lease: '30m' }] }).faults).toEqual([]);
  expect(check({ actions: [{ type: 'scale', lease: 'soon' }] }).faults[0]?.pointer).toBe('/actions/0/lease');
  expect(check({ actions: [{ type: 'restart_pod', lease: '30m' }] }).faults[0]?.message).toContain('cannot be undone');
});
