import { expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aPolicy } from '#domain/fixtures.ts';
import { askBacktest, BacktestJob } from './askBacktest.ts';

const NOW = 1_800_000_000;
const DAY = 86_400;
const ports = {
  policies: { all: async () => [aPolicy({ id: 'policy_1' }), aPolicy({ id: 'policy_2' })] },
  configuration: Configuration.parse({}),
  clock: { now: () => NOW },
};
const policy = { name: 'cpu', condition: 'cpu_usage > 85', action: 'scale' };
const time = (at: number) => new Date(at * 1000).toISOString();
const pointer = async (asked: Parameters<typeof askBacktest>[0]) => {
  const answer = await askBacktest(asked, ports);
  return answer.outcome === 'invalid' ? answer.faults.map((fault) => fault.pointer) : answer.outcome;
};

test('two weeks up to now, unless said; what is asked for can be handed on', async () => {
  const answer = await askBacktest({ policy }, ports);
  if (answer.outcome !== 'asked') throw new Error('refused');
  const { request } = answer;
  expect(request).toMatchObject({ since: NOW - 14 * DAY, until: NOW, kept: false });
  expect(BacktestJob.parse(JSON.parse(JSON.stringify(request)))).toEqual(request);
});

test('nothing is replayed of the future, of no time, and of more than a quarter of a year', async () => {
  const answer = await askBacktest({ policy, until: time(NOW + DAY) }, ports);
  expect(answer).toMatchObject({ request: { until: NOW } });
  expect(await pointer({ policy, since: time(NOW) })).toEqual(['/since']);
  expect(await pointer({ policy, since: time(NOW - 100 * DAY) })).toEqual(['/since']);
});

test('each fault of a policy is told, of a file with its place', async () => {
  expect(await pointer({ policy: { ...policy, condition: 'cpu_usage > 500ms' } })).toEqual(['/policy']);
  const answer = await askBacktest({ file: '- { name: a, condition: nonsense > 1, action: scale }' }, ports);
  expect(answer).toMatchObject({ outcome: 'invalid', faults: [{ pointer: '/file' }] });
  expect(JSON.stringify(answer)).toMatch(/line 1, column \d+/);
  expect(await pointer({ file: '[]' })).toEqual(['/file']);
});

test('policies of the installation are replayed as they are, and what is found is kept', async () => {
  expect(await askBacktest({ policies: ['policy_2'] }, ports)).toMatchObject({
    request: { policies: [{ id: 'policy_2' }], kept: true },
  });
  expect(await askBacktest({ policies: ['policy_2', 'policy_9'] }, ports)).toEqual({
    outcome: 'unknown',
    ids: ['policy_9'],
  });
});
