import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { retentionDays } from './compliance.ts';
import { loadPolicyFile } from './load.ts';

const faultsOf = (compliance: string): string[] =>
  loadPolicyFile('global.yml', `global_policies: []\ncompliance: ${compliance}\n`, {
    configuration: Configuration.parse({}),
    now: 0,
  }).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);

test.each([
  '{ audit_logging: enabled, data_retention: "7y", encryption: "AES-256" }',
  '{ data_retention: 400d, encryption: aws:kms, object_lock: compliance }',
  '{}',
])('%s is what can be complied with', (compliance) => {
  expect(faultsOf(compliance)).toEqual([]);
});

test.each([
  ['{ audit_logging: disabled }', '2:30', 'the audit is always on'],
  ['{ data_retention: 12h }', '2:31', 'from 1d to 100y'],
  ['{ data_retention: 101y }', '2:31', 'from 1d to 100y'],
  ['{ encryption: DES }', '2:27', 'AES-256 (or aws:kms)'],
  ['{ object_lock: none }', '2:28', 'governance, compliance'],
  ['{ data_retention: 7y, encryptoin: AES-256 }', '2:35', 'did you mean encryption'],
])('%s is refused at its place', (compliance, place, words) => {
  const [fault = '', ...more] = faultsOf(compliance);
  expect(more).toEqual([]);
  expect(fault).toContain(words);
  expect(fault.split(' ')[0]).toBe(place);
});

test('years are as long as years are', () => {
  expect(['1y', '4y', '7y', '30d', 86_400].map(retentionDays)).toEqual([366, 1461, 2557, 31, 2]);
});
