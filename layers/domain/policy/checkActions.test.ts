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

test('types of the language that are still to come are a warning: they are held', () => {
  const { faults, warnings } = check({ actions: [{ circuit_breaker: 'enable' }, 'rollback_deployment'] });
  expect(faults).toEqual([]);
  expect(warnings.map(({ pointer }) => pointer)).toEqual(['/actions/0', '/actions/1']);
  expect(warnings[0]?.message).toContain('not available yet');
});

test('wrong parameters are faults at the place where they were written', () => {
  const message = 'by is like +50% or +2';
  expect(check({ actions: [{ type: 'scale', by: 'a lot' }] }).faults).toEqual([{ pointer: '/actions/0/by', message }]);
  expect(check({ action: 'scale', parameters: { by: 'a lot' } }).faults).toEqual([
    { pointer: '/parameters/by', message },
  ]);
});
