import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { policyAnswer } from './answer.ts';
import type { PolicyDocument } from './document.ts';
import { normalise } from './normalise.ts';
import type { Policy } from './policy.ts';

const configuration = Configuration.parse({});
function policyOf(document: PolicyDocument): Policy {
  const { policy, faults } = normalise(document, { source: 'api', namespace: null, configuration, now: 1_800_000_000 });
  if (!policy) throw new Error(JSON.stringify(faults));
  return policy;
}
const answer = (document: PolicyDocument) => policyAnswer(policyOf(document));

test('what was written comes back as written: a cooldown of 300 stays 300, one of 5m stays 5m', () => {
  const short = { name: 'restart', condition: 'latency > 0.5', action: 'restart_container', service: 'orders' };
  expect(answer({ ...short, cooldown: 300, enabled: true })).toMatchObject({ ...short, cooldown: 300, enabled: true });
  expect(answer({ ...short, cooldown: '5m' })).toMatchObject({ cooldown: '5m' });
});

test('what was left out is answered with its default', () => {
  expect(answer({ condition: 'cpu_usage > 85', action: 'alert' })).toMatchObject({
    namespace: null,
    service: null,
    description: '',
    parameters: {},
    notification: null,
    cooldown: 300,
    for: 0,
    autonomy: 'auto',
    guards: { max_per_hour: 3, blast_radius: 0.25 },
    verify: { within: '180s' },
    on_failure: [],
    enabled: true,
    source: 'api',
    version: 1,
  });
});

test('half of guards or verify is written, the other half is its default', () => {
  const said = answer({
    when: 'cpu_usage > 85',
    action: 'scale',
    guards: { max_per_hour: 9 },
    verify: { within: '1m' },
  });
  expect(said).toMatchObject({
    guards: { max_per_hour: 9, blast_radius: 0.25 },
    verify: { within: '1m' },
  });
  expect(said, 'one spelling of the condition').not.toHaveProperty('condition');
});

test("the service has its own name, and switches are the policy's, not the text's", () => {
  const policy = policyOf({ condition: 'cpu_usage > 85', action: 'alert', service: 'orders-service', enabled: true });
  expect(policyAnswer({ ...policy, enabled: false, autonomy: 'observe' })).toMatchObject({
    service: 'orders',
    enabled: false,
    autonomy: 'observe',
  });
});
