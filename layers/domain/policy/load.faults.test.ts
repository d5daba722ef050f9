import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { loadPolicyFile } from './load.ts';

const said = (text: string) =>
  loadPolicyFile('p.yml', text, { configuration: Configuration.parse({}), now: 0 }).faults.map(
    ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
  );

test('a mistyped key is shown where it stands, with the one that was meant', () => {
  expect(said('- condtion: cpu_usage > 1\n  action: alert\n')).toEqual([
    'p.yml:1:3 unknown key condtion: did you mean condition?',
  ]);
});

test('faults of the file, of several policies and of their guards come at once', () => {
  const text = `namespace: payments
servces: [payments]
policies:
  - name: a
    condition: cpu_usage > 85
    action: alert
    guards: { coldown: 5m, max_per_hour: none }
  - name: b
    condition: cpu_usage > 85
    action: alert
    autonomy: always
`;
  expect(said(text)).toEqual([
    'p.yml:2:1 unknown key servces: did you mean services?',
    'p.yml:7:42 max_per_hour: give a number, not "none"',
    'p.yml:7:15 unknown key coldown: did you mean cooldown?',
    'p.yml:11:15 autonomy: one of observe, suggest, auto, earn, not "always"',
  ]);
});

test('a condition at fault is shown inside its quotes', () => {
  expect(said('- condition: "cpu_usage > 500ms"\n  action: alert\n')[0]).toMatch(/^p\.yml:1:27 .*cpu_usage/);
});

test('what is no policy file says what one is', () => {
  expect(said('hello\n')[0]).toContain('a policy file is a list of policies');
});

test('aliases that multiply without end are refused, not followed', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b]\n`;
  expect(said(bomb)[0]).toMatch(/not YAML: .*alias/i);
});
