import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { loadConfigurationFile } from '../configuration/load.ts';
import { loadPolicyTree, type PolicyText } from './tree.ts';

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);
const textOf = (path: string) => readFileSync(at(path), 'utf8');
const webhook = 'https://example.com/hook';

function findings(files: readonly PolicyText[], configuration: Configuration): string[] {
  const { faults, warnings } = loadPolicyTree(files, { configuration, now: 0 });
  return [...faults, ...warnings].map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}

test('nothing is to be said of the policies that ship, beside the configuration that ships', () => {
  const { configuration } = loadConfigurationFile('forestall.yml', textOf('forestall.yml'));
  const names = globSync('policies/**/*.yml', { cwd: at('.') }).sort();
  expect(names).toContain('policies/fleet.yml');
  const files = names.map((file) => ({ file, text: textOf(file) }));
  expect(configuration && findings(files, configuration)).toEqual([]);
});

/** The policies that the documentation shows. */
const shown = [...textOf('docs/policies.md').matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map(([, text = '']) => text)
  .filter(
    (text) => /^(- |apiVersion:|namespace:|global_policies:)/m.test(text) && /(when|condition|trigger):/.test(text),
  );

test('nothing is to be said of the examples of the documentation', () => {
  expect(shown.length).toBeGreaterThan(0);
  const configuration = Configuration.parse({
    services: { orders: {}, payments: { owner: 'payments' }, users: {} },
    notifications: { targets: { slack: { webhook }, executive_team: { webhook }, pagerduty: { webhook } } },
  });
  for (const [index, text] of shown.entries()) {
    expect(findings([{ file: `example ${index}`, text }], configuration), text).toEqual([]);
  }
});

// What people write on purpose, and what a hasty check would call a mistake.
test.each([
  ['an alert before a repair', ['cpu_usage > 80', 'alert'], ['cpu_usage > 90', 'scale']],
  ['two repairs, the stronger for the worse', ['memory_usage > 80', 'restart_pod'], ['memory_usage > 90', 'scale']],
  [
    'bounds that lie apart',
    ['cpu_usage > 80', '{ type: scale, by: +100% }'],
    ['cpu_usage < 30', '{ type: scale, by: -50% }'],
  ],
  [
    'the one where the other is not',
    ['anomaly(cpu_usage)', '{ type: scale, by: +1 }'],
    ['cpu_usage < 20 and not anomaly(cpu_usage)', '{ type: scale, by: -1 }'],
  ],
  [
    'by day and by night',
    ['time in "Mon-Fri 08:00-20:00 UTC" and cpu_usage < 90', '{ type: scale, to: 6 }'],
    ['not time in "Mon-Fri 08:00-20:00 UTC" and cpu_usage < 90', '{ type: scale, to: 2 }'],
  ],
  [
    'a rollback of what a deployment broke',
    ['error_rate > 5% and deploying for 15m', 'rollback_deployment'],
    ['error_rate > 5% and not deploying for 15m', 'restart_pod'],
  ],
])('%s is fine', (_name, ...policies) => {
  const text = policies
    .map(([when = '', action = ''], index) => `- name: p${index}\n  when: ${when}\n  actions: [${action}]\n`)
    .join('');
  expect(findings([{ file: 'p.yml', text }], Configuration.parse({}))).toEqual([]);
});
