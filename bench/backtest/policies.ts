import { Configuration } from '#domain/configuration/configuration.ts';
import { loadPolicyFile } from '#domain/policy/load.ts';
import type { Policy } from '#domain/policy/policy.ts';

/** Of each kind of question one: a newest value, a window, an anomaly, one beside another, several services at once. */
export const COMMON = `
- { name: cpu_high, condition: cpu_usage > 85 for 3m, action: scale }
- { name: errors, condition: "avg(error_rate, 10m) > 5%", action: restart_container }
- { name: leak, condition: anomaly(memory_usage) and not anomaly(cpu_usage), action: restart_container }
- { name: slow, condition: anomaly(latency_p99).severity >= high and latency_p99 > 200ms, action: restart_container }
- { name: busy, condition: "anomaly(cpu_usage)", action: scale }
`;
export const GLOBAL = `
global_policies:
  - name: cascade
    trigger: { type: multi_service_failure, threshold: 5, time_window: 30m }
    actions: [{ alert: on_call }]
`;
/** Of what is foreseen, at one service. */
export const FORECAST = `
- { name: ahead, condition: "forecast(cpu_usage, 1h) > 90%", action: scale, service: service-01 }
`;

export function policiesOf(text: string): Policy[] {
  const { policies, faults } = loadPolicyFile('bench.yml', text, { configuration: Configuration.parse({}), now: 0 });
  const [fault] = faults;
  if (fault) throw new Error(`${fault.file}:${fault.line}: ${fault.message}`);
  return policies;
}
