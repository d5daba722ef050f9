import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slosOf } from '../slo/fromConfiguration.ts';
import { loadConfigurationFile } from './load.ts';

const said = (text: string) => {
  const { faults, warnings } = loadConfigurationFile('forestall.yml', text);
  const lines = (list: typeof faults) => list.map(({ line, column, message }) => `${line}:${column} ${message}`);
  return { faults: lines(faults), warnings: lines(warnings) };
};

test('a sound file gives its configuration with defaults', () => {
  const { configuration, faults, warnings } = loadConfigurationFile('f', 'services: { orders: { owner: shop } }\n');
  expect(faults).toEqual([]);
  expect(warnings).toEqual([]);
  expect(configuration?.services.orders).toMatchObject({ owner: 'shop', depends_on: [], watch: true });
  expect(configuration?.guards.max_per_hour).toBe(3);
});

test('an empty file says nothing, which is allowed', () => {
  expect(loadConfigurationFile('f', '# nothing\n').configuration?.resolution).toBe('60s');
});

test('every fault is named at once, each at its place and with what would be right', () => {
  const text = `sources:
  - type: cloudwtch
    resolution: 10x
service: {}
services:
  a b: {}
  orders:
    ownr: shop
    depends_on: users
guards:
  max_per_hour: 0.5
  blast_radius: 2
autonomy: aut
notifications:
  targets:
    slack: { webhook: slack }
`;
  expect(said(text).faults.toSorted()).toEqual(
    [
      '2:11 type: cloudwatch, not "cloudwtch"',
      '3:17 resolution: a duration is like 10s, 5m, 2h or 7d, not "10x"',
      '4:1 unknown key service: did you mean services?',
      '6:3 a b: a service name holds letters, digits, dots, dashes and underscores',
      '8:5 unknown key ownr: did you mean owner?',
      '9:17 depends_on: give a list, not "users"',
      '11:17 max_per_hour: give a whole number, not 0.5',
      '12:17 blast_radius: at most 1, not 2',
      '13:11 autonomy: one of observe, suggest, auto, earn, not "aut"; did you mean auto?',
      '16:23 webhook: give an address like https://example.com/path, not "slack"',
    ].toSorted(),
  );
});

test('a missing member is placed at the mapping that lacks it', () => {
  expect(said('sources:\n  - namespace: AWS/ECS\n').faults).toEqual(['2:5 type: missing: give cloudwatch']);
});

test('a duration of the wrong kind is told what it may be', () => {
  expect(said('resolution: [1]\n').faults).toEqual(['1:13 resolution: give a number or text, not a list']);
});

test('what is not YAML says where', () => {
  expect(said('services: {\n').faults[0]).toMatch(/^2:1 not YAML: /);
  expect(said('a: *b\n').faults[0]).toMatch(/^1:\d+ not YAML: .*alias/i);
  expect(said('shards: 1\nshards: 2\n').faults[0]).toMatch(/^2:1 not YAML: .*unique/);
  expect(said('[]').faults).toEqual(['1:1 give a mapping, not a list']);
});

test('what will do nothing is a warning', () => {
  const text = `sources: [{ type: cloudwatch, metrics: [cpu_usage, cpu_usge] }]
services:
  orders: { depends_on: [user, payments-service, orders] }
  users: {}
  payments: {}
limits: { orders.latency: 300, error_rat: 0.1 }
notifications: { default: pag, targets: { page: { webhook: 'https://example.com' } }, routes: [{ to: [slack, lead] }] }
`;
  expect(said(text)).toEqual({
    faults: [],
    warnings: [
      '1:52 unknown metric cpu_usge: did you mean cpu_usage?',
      '6:32 unknown metric error_rat: did you mean error_rate?',
      '3:26 unknown service user: did you mean users?',
      '3:50 orders is said to depend on itself',
      '7:27 unknown target pag: did you mean page?',
      '7:110 unknown target lead: an integration has to bear this name',
    ],
  });
});

test('quiet hours are read when they are written; a target is one receiver', () => {
  const text = `notifications:
  targets:
    night: { integration: slack, quiet_hours: ["22:00-07:00", "Funday UTC"] }
    both: { integration: slack, webhook: 'https://example.com/' }
`;
  expect(said(text.replace(/^ {4}both.*\n/m, ''))).toMatchObject({
    faults: [expect.stringMatching(/^3:64 "Funday" is no day/)],
    warnings: [expect.stringMatching(/^3:48 "22:00-07:00" names no time zone, so it is read as UTC/)],
  });
  expect(said(text).faults).toEqual([expect.stringMatching(/^4:11 .*a target is a webhook or an integration/)]);
});

test('a limit beyond what the metric can be is a warning', () => {
  expect(said('limits:\n  error_rate: 5\n  orders.cpu: 120\n  latency_p99: -1\n').warnings).toEqual([
    '2:15 error_rate never reaches 5: it is from 0 to 1 (ratio)',
    '4:16 latency_p99 never reaches -1: it is at least 0 (ms)',
  ]);
});

test('never throws, and every fault has a place in the text', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('services', 'guards', 'sources', 'orders', 'cooldown', 'x'), tie('any')),
    ),
  })).any;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        value.map((it) => JSON.stringify(it, null, 1)),
      ),
      (text) => {
        const lines = text.split('\n').length;
        for (const { line, column } of loadConfigurationFile('f', text).faults) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines + 1);
          expect(column).toBeGreaterThan(0);
        }
      },
    ),
  );
});

test('objectives say whose, how much must go well, and by which metric', () => {
  const sound = `services: { orders: {} }
slos:
  checkout: { service: orders, objective: 99.9% }
  fast_checkout: { service: orders, objective: 0.95, good: latency_p99 < 300ms }
`;
  expect(said(sound)).toEqual({ faults: [], warnings: [] });
  const { configuration } = loadConfigurationFile('f', sound);
  expect(configuration && slosOf(configuration)).toEqual({
    checkout: { name: 'checkout', service: 'orders', metric: 'error_rate', good: null, objective: 0.999 },
    fast_checkout: {
      name: 'fast_checkout',
      service: 'orders',
      metric: 'latency_p99',
      good: { op: '<', value: 300 },
      objective: 0.95,
    },
  });
});

test('an objective that can never be judged is a fault at its place; an unknown service of one a warning', () => {
  const text = `services: { orders: {} }
slos:
  a: { service: ordrs, objective: 99% }
  b: { service: orders, objective: 100% }
  c: { service: orders, objective: 99%, errors: latency_p99 }
  d: { service: orders, objective: 99%, errors: eror_rate }
  e: { service: orders, objective: 99%, good: latency_p99 < 5% }
  f: { service: orders, objective: 99%, good: anomaly() }
  g: { service: orders, objective: 0% }
`;
  expect(said(text.replace(/^ {2}b.*\n/m, ''))).toEqual({
    faults: [
      expect.stringMatching(/^4:49 latency_p99 \(ms\) does not say what share went wrong: use good/),
      '5:49 unknown metric eror_rate: did you mean error_rate?',
      expect.stringMatching(/^6:61 latency_p99 is a duration; 5% is a percentage/),
      expect.stringMatching(/^7:47 good is one comparison of a metric of this service/),
      '8:36 an objective lies between 0 % and 100 %',
    ],
    warnings: ['3:17 unknown service ordrs: did you mean orders?'],
  });
  expect(said(text).faults).toEqual([expect.stringMatching(/^4:36 /)]);
});
