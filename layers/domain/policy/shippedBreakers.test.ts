import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { anAnomaly, aService, aValue } from '../fixtures.ts';
import { toInstant } from '../time.ts';
import type { Facts } from './evaluate.ts';
import { loadPolicyFile } from './load.ts';
import { causeOf, judgePolicy } from './match.ts';

const NOW = 1_800_000_000;
const read = (file: string) =>
  loadPolicyFile(file, readFileSync(new URL(`../../../policies/${file}`, import.meta.url), 'utf8'), {
    configuration: Configuration.parse({}),
    now: 0,
  });
const services = [
  aService({ name: 'orders', depends_on: ['users', 'payments'] }),
  aService({ name: 'users' }),
  aService({ name: 'payments' }),
];
const sick = (service: string, metric = 'latency_p50', ago = 40) =>
  anAnomaly({
    id: `anomaly_${service}`,
    service,
    metric,
    detected_at: toInstant(NOW - ago),
    updated_at: toInstant(NOW),
  });
const p50 = (service: string, value: number) => aValue({ service, metric: 'latency_p50', value, at: NOW - 15 });
const facts = (given: Partial<Facts>): Facts => ({ now: NOW, latest: [], anomalies: [], ...given });

test('cascade prevention loads as it is written, and begins when all of the fleet fail at once', () => {
  const { policies, faults } = read('global.yml');
  expect(faults).toEqual([]);
  const [cascade] = policies;
  if (!cascade) throw new Error('global.yml has no policy');
  expect(cascade.ladder).toEqual([
    { type: 'circuit_breaker', parameters: { mode: 'enable', lease: '15m' } },
    { type: 'rate_limiter', parameters: { mode: 'aggressive', lease: '15m' } },
  ]);
  expect(cascade.alerts).toMatchObject([{ parameters: { severity: 'critical' } }]);
  const judged = (...anomalies: Facts['anomalies']) => judgePolicy(cascade, services, facts({ anomalies }))[0];
  expect(judged(sick('payments'), sick('orders'))?.truth, 'one sick callee and its caller').toBe('false');
  const all = judged(sick('payments'), sick('users'), sick('orders'));
  expect(all).toMatchObject({ truth: 'true', service: { name: 'orders' }, metric: 'latency_p50' });
  expect(all && causeOf(all, NOW).failing).toEqual(['orders', 'payments', 'users']);
});

test('orders goes on without what is too slow to wait for, and waits for what a restart heals', () => {
  const { policies } = read('fleet.yml');
  const fires = (slow: string, ms: number) =>
    policies
      .filter(({ ladder }) => ladder[0]?.type === 'circuit_breaker')
      .filter((policy) => {
        const latest = ['orders', 'users', 'payments'].map((name) =>
          p50(name, name === slow || name === 'orders' ? ms : 10),
        );
        const given = facts({ latest, anomalies: [sick('orders'), sick(slow)] });
        return judgePolicy(policy, services, given).some(
          ({ truth, service }) => truth === 'true' && service.name === 'orders',
        );
      })
      .map(({ ladder }) => ladder[0]?.parameters.dependency);
  expect(fires('payments', 920)).toEqual(['payments']);
  expect(fires('users', 920)).toEqual(['users']);
  expect(fires('payments', 375), 'a clogged journal: payments is restarted').toEqual([]);
});
