import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anAnomaly } from '../fixtures.ts';
import { explainedBy } from './inhibition.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const page = (service: string) =>
  anAnomaly({ id: `anomaly_${service}`, service, metric: 'latency_p99', level: 'page' });
const felt = (service: string) => ({ service, metric: 'latency_p99', kind: 'deviation' as const });
const calls = (name: string, ...depends_on: string[]) => ({ name, depends_on });

test('the page of what it calls, itself or through others, explains what users feel of it', () => {
  const services = [calls('a', 'b'), calls('b', 'c'), calls('c')];
  expect(explainedBy(felt('a'), services, [page('c')])?.id).toBe('anomaly_c');
  expect(explainedBy(felt('c'), services, [page('a')])).toBeUndefined();
  expect(explainedBy({ ...felt('a'), metric: 'memory_usage' }, services, [page('c')])).toBeUndefined();
  expect(explainedBy({ ...felt('a'), kind: 'predicted_breach' }, services, [page('c')])).toBeUndefined();
});

test('services that call each other do not explain each other away', () => {
  const services = [calls('a', 'b'), calls('b', 'a')];
  expect(explainedBy(felt('a'), services, [page('b')])).toBeUndefined();
});

test('whoever calls whom, of open pages at least one is explained by none', () => {
  const graph = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 15 });
  fc.assert(
    fc.property(graph, fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), (edges, failing) => {
      const services = names.map((name) => calls(name, ...edges.flatMap(([from, to]) => (from === name ? [to] : []))));
      const open = failing.map(page);
      expect(failing.some((service) => explainedBy(felt(service), services, open) === undefined)).toBe(true);
    }),
  );
});
