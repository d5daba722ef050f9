import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { loadPolicyFile } from './load.ts';

const load = (text: string, configuration = Configuration.parse({})) =>
  loadPolicyFile('p.yml', text, { configuration, now: 1_800_000_000 });

function loaded(text: string) {
  const { policies, faults, warnings } = load(text);
  expect(faults).toEqual([]);
  return { policies, warnings: warnings.map(({ line, column, message }) => `${line}:${column} ${message}`) };
}

// The texts of these are those of the documentation, to the letter.
describe('every spelling', () => {
  test('the short one', () => {
    const { policies, warnings } = loaded(`# short
- condition: "cpu_usage > 85"
  action: "alert"
  service: "orders-service"
  notification: "slack"
- condition: "error_rate > 0.05"
  action: "restart_pod"
  service: "payments-service"
`);
    expect(warnings).toEqual([]);
    const [alert, restart] = policies;
    expect(alert).toMatchObject({
      name: 'alert when cpu_usage > 85 on orders',
      service: 'orders',
      namespace: null,
      condition: 'cpu_usage > 85',
      alerts: [{ type: 'alert', parameters: {} }],
      ladder: [],
      notification: 'slack',
      cooldown_seconds: 300,
      max_per_hour: 3,
      autonomy: 'auto',
      enabled: true,
      written: { condition: 'cpu_usage > 85', action: 'alert', service: 'orders-service', notification: 'slack' },
    });
    expect(restart).toMatchObject({
      service: 'payments',
      ladder: [{ type: 'restart_pod', parameters: {} }],
      alerts: [],
    });
    expect(alert?.id).not.toBe(restart?.id);
  });

  test("a team's", () => {
    const { policies } = loaded(`# a team's
namespace: payments
policies:
  - name: high_latency
    condition: "p99_latency > 500ms"
    actions:                     # a ladder: the next rung only if the one before did not help; alerts are no rungs, they go out at once
      - type: scale
        min_replicas: 3
        max_replicas: 10
      - type: alert
        severity: warning
`);
    expect(policies).toHaveLength(1);
    expect(policies[0]).toMatchObject({
      name: 'high_latency',
      namespace: 'payments',
      service: null,
      ladder: [{ type: 'scale', parameters: { min_replicas: 3, max_replicas: 10 } }],
      alerts: [{ type: 'alert', parameters: { severity: 'medium' } }],
      written: { actions: [{}, { type: 'alert', severity: 'warning' }] },
    });
  });

  test('a global one, with compliance', () => {
    const { policies } = loaded(`# global
global_policies:
  - name: cascade_failure_prevention
    trigger:
      type: multi_service_failure
      threshold: 2
      time_window: "5m"
    actions:
      - circuit_breaker: enable
      - rate_limiter: aggressive
      - alert: executive_team
compliance:
  audit_logging: enabled
  data_retention: "7y"
  encryption: "AES-256"
`);
    expect(policies[0]).toMatchObject({
      condition: null,
      trigger: { type: 'multi_service_failure', threshold: 2, window_seconds: 300 },
      ladder: [
        { type: 'circuit_breaker', parameters: { mode: 'enable' } },
        { type: 'rate_limiter', parameters: { mode: 'aggressive' } },
      ],
      alerts: [{ type: 'alert', parameters: { to: 'executive_team' } }],
    });
  });

  test('the full one', () => {
    const { policies, warnings } = loaded(`# full
apiVersion: forestall/v1
namespace: payments
services: [payments]
policies:
  - name: leak_restart
    description: Restart before the heap is exhausted.
    when: forecast(memory_usage, 1h) > 90% with probability >= 0.8 and not deploying for 10m
    for: 2m
    autonomy: auto            # observe | suggest | auto | earn
    actions:
      - type: restart_container
        strategy: rolling     # one task at a time, healthy before the next
      - type: scale
        by: +50%
        max_replicas: 10
        lease: 30m            # undone by itself
    guards:
      cooldown: 5m
      max_per_hour: 3
      blast_radius: 25%
      windows: { deny: ["Fri 16:00-Mon 08:00 Europe/London"] }
      approval: { above: high, timeout: 10m, on_timeout: escalate }
    verify: { within: 3m, metric: memory_usage, expect: "< 80" }
    on_failure: [rollback, { type: alert, severity: critical, to: pagerduty }]
`);
    expect(policies[0]).toMatchObject({
      for_seconds: 120,
      cooldown_seconds: 300,
      blast_radius: 0.25,
      verify: { within_seconds: 180, metric: 'memory_usage', expect: '< 80' },
      on_failure: [
        { type: 'rollback', parameters: {} },
        { type: 'alert', parameters: { severity: 'critical', to: 'pagerduty' } },
      ],
    });
    expect(policies[0]?.ladder.map(({ type }) => type)).toEqual(['restart_container', 'scale']);
    expect(policies[0]?.services).toEqual(['payments']);
    expect(warnings).toEqual([]);
  });

  test('the policies that ship', () => {
    const text = readFileSync(new URL('../../../policies/fleet.yml', import.meta.url), 'utf8');
    const { policies, warnings } = loaded(text);
    expect(warnings).toEqual([]);
    expect(policies.length).toBeGreaterThan(4);
    expect(policies.every(({ namespace }) => namespace === null)).toBe(true);
    expect(new Set(policies.map(({ id }) => id)).size).toBe(policies.length);
  });
});

describe('what is left out and what is wrong', () => {
  test('defaults are those of the installation', () => {
    const configuration = Configuration.parse({
      autonomy: 'observe',
      guards: { cooldown: '1m', max_per_hour: 7 },
      verify: { within: '1m' },
    });
    const { policies } = load('- condition: cpu_usage > 85\n  action: scale\n', configuration);
    expect(policies[0]).toMatchObject({
      autonomy: 'observe',
      cooldown_seconds: 60,
      max_per_hour: 7,
      verify: { within_seconds: 60 },
    });
  });

  test('what a policy says about a duration is read as it is written', () => {
    const { policies } = load('- condition: cpu_usage > 85 for 3m\n  action: scale\n  cooldown: 90\n');
    expect(policies[0]).toMatchObject({ for_seconds: 180, cooldown_seconds: 90 });
  });

  test('parameters of a policy are those of its actions, unless they say otherwise', () => {
    const { policies } = load(
      '- condition: cpu_usage > 85\n  actions: [scale, {type: scale, by: 1}]\n  parameters: {by: 2, max_replicas: 4}\n',
    );
    expect(policies[0]?.ladder.map(({ parameters }) => parameters)).toEqual([
      { by: 2, max_replicas: 4 },
      { by: 1, max_replicas: 4 },
    ]);
  });

  test('the same policy keeps its id from one reading to the next, also when it has no name', () => {
    const text = '- condition: cpu_usage > 85\n  action: alert\n';
    expect(load(text).policies[0]?.id).toBe(load(`# moved\n\n${text}`).policies[0]?.id);
    const long = (end: string) =>
      `- condition: ${Array.from({ length: 20 }, () => 'memory_usage > 10').join(' or ')} or cpu_usage > ${end}\n  action: alert\n`;
    expect(load(long('1')).policies[0]?.id).not.toBe(load(long('2')).policies[0]?.id);
  });

  test('a policy that only names whom to tell is an alert', () => {
    expect(load('- condition: cpu_usage > 85\n  notification: slack\n').policies[0]?.alerts).toHaveLength(1);
  });

  test.each([
    ['- action: alert\n', 'p.yml:1:3 a policy has one of condition, when and trigger, not 0'],
    ['- condition: cpu_usage > 85\n', 'p.yml:1:3 a policy says what to do: give action, actions or notification'],
    [
      '- condition: cpu_usage > 85\n  action: alert\n  actions: [scale]\n',
      'p.yml:3:12 give action or actions, not both',
    ],
    [
      '- condition: cpu_usage > 85\n  action: scale\n  verify: {expect: "< 80ms"}\n',
      'p.yml:3:20 cpu_usage is a percentage; 80ms is a duration. Write it like 85 or 85%',
    ],
    [
      '- condition: cpu_usage > 85\n  actions:\n    - {type: alert, severity: loud}\n',
      'p.yml:3:31 "loud" is no severity: there are low (info), medium (warning), high (error), critical',
    ],
    [
      '- {name: a, condition: cpu_usage > 85, action: alert}\n- {name: a, condition: cpu_usage > 80, action: alert}\n',
      'p.yml:2:10 there are two policies "a" here: name one anew',
    ],
  ])('%s', (text, fault) => {
    expect(load(text).faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)).toEqual([
      fault,
    ]);
  });

  test('a fault in a folded or quoted text is shown on its own line', () => {
    const place = (text: string) => load(text).faults.map(({ line, column }) => `${line}:${column}`);
    expect(place('- action: alert\n  when: >-\n    cpu_usage > 85\n    and memory_usage > 500ms\n')).toEqual(['4:24']);
    expect(place('- action: alert\n  when: |\n    cpu_usage > 85\n    and memory_usage > 500ms\n')).toEqual(['4:24']);
    expect(place('- action: alert\n  when: "cpu_usage > 85\n    and memory_usage > 500ms"\n')).toEqual(['3:24']);
    expect(place('- action: alert\n  when: cpu_usage > 85\n     and memory_usage > 500ms\n')).toEqual(['3:25']);
  });
});
