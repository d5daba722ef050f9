import { afterEach, expect, test } from 'vitest';
import { pagerdutyProvisioner } from '#adapters/notifiers/pagerdutyProvisioner.ts';
import { webhookSender } from '#adapters/webhook/sender.ts';
import { IntegrationRequest } from '#contract/integrations.ts';
import { derivedId } from '#domain/id.ts';
import type { Integration, Secrets } from '#domain/integration/integration.ts';
import type { IntegrationTable, Told } from '#ports';
import { API_KEY, ROUTING_KEY, startPagerduty } from '#test/support/systems/pagerduty.ts';
import { integrationSubscribers } from './integrationSubscribers.ts';
import { type IntegrationPorts, makeIntegration } from './manageIntegrations.ts';
import { tryIntegration } from './tryIntegration.ts';

const clock = { now: () => 1_800_000_000 };
const AT = '2027-01-15T08:00:00.000Z';

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
async function pagerdutyHere() {
  const one = await startPagerduty();
  started.push(one);
  return one;
}

function inMemory() {
  const kept = new Map<string, { integration: Integration; secrets: Secrets }>();
  const table: IntegrationTable = {
    async create(integration, secrets) {
      if (kept.has(integration.id)) return false;
      kept.set(integration.id, { integration, secrets });
      return true;
    },
    get: async (id) => kept.get(id)?.integration,
    secrets: async (id) => kept.get(id)?.secrets,
    async replace(integration) {
      const there = kept.get(integration.id);
      if (there?.integration.version !== integration.version - 1) return false;
      kept.set(integration.id, { ...there, integration });
      return true;
    },
    remove: async (id) => (kept.delete(id) ? 'removed' : 'unknown'),
    all: async () => [...kept.values()].map(({ integration }) => integration),
  };
  return { kept, table };
}
function stage(addresses: Record<string, string[]> = {}) {
  const { kept, table } = inMemory();
  const ports: IntegrationPorts = {
    integrations: table,
    pagerduty: pagerdutyProvisioner(webhookSender({ allowHosts: ['127.0.0.1'], timeoutMs: 2_000 })),
    resolve: async (url) => addresses[new URL(url).hostname] ?? ['93.184.216.34'],
    allowHosts: ['127.0.0.1'],
    clock,
  };
  let count = 0;
  const make = (wish: object, idOf = (_: Secrets) => `integration_${++count}`) =>
    makeIntegration(IntegrationRequest.parse(wish), { idOf, linksTo: 'https://forestall.test' }, ports);
  return { kept, table, make };
}
const bySecrets = (secrets: Secrets) => derivedId('integration', ...Object.values(secrets));

test('what is secret is kept apart, what is not said is what people of that channel want', async () => {
  const { make, kept } = stage();
  const made = await make({ type: 'slack', webhook_url: 'https://hooks.slack.com/services/T/B/x', channel: '#a' });
  expect(made.integration).toMatchObject({
    type: 'slack',
    name: 'slack',
    by: 'webhook',
    channel: '#a',
    interactive: false,
    enabled: true,
    links_to: 'https://forestall.test',
  });
  expect(made.integration?.events).not.toContain('anomaly.updated');
  expect(JSON.stringify(made)).not.toContain('services/T');
  expect(kept.get('integration_1')?.secrets).toEqual({ webhook_url: 'https://hooks.slack.com/services/T/B/x' });
  const bot = await make({ type: 'slack', bot_token: 'xoxb-1', channel: '#a', signing_secret: 's' });
  expect(bot.integration).toMatchObject({ by: 'bot', interactive: true });
  expect(bot.integration?.events).toContain('anomaly.updated');
});

test('each kind keeps what it needs', async () => {
  const { make, kept } = stage();
  await make({ type: 'pagerduty', routing_key: ROUTING_KEY, region: 'eu' });
  await make({ type: 'teams', webhook_url: 'https://x.test/w?sig=1' });
  await make({ type: 'opsgenie', api_key: 'k', responders: ['sre'] });
  await make({ type: 'email', from: 'a@b.test', to: ['c@d.test'] });
  await make({ type: 'sns', topic_arn: 'arn:aws:sns:eu-west-1:123456789012:alerts' });
  expect([...kept.values()]).toMatchObject([
    { integration: { events_url: 'https://events.eu.pagerduty.com' }, secrets: { routing_key: ROUTING_KEY } },
    { integration: { type: 'teams' }, secrets: { webhook_url: 'https://x.test/w?sig=1' } },
    { integration: { api_url: 'https://api.opsgenie.com', responders: ['sre'] }, secrets: { api_key: 'k' } },
    { integration: { from: 'a@b.test', to: ['c@d.test'] }, secrets: {} },
    { integration: { topic_arn: 'arn:aws:sns:eu-west-1:123456789012:alerts' }, secrets: {} },
  ]);
});

test('an address inside is refused at its place, one that does not resolve yet is told of', async () => {
  const { make, kept } = stage({ 'inner.test': ['10.0.0.1'], 'new.test': [] });
  const refused = await make({ type: 'teams', webhook_url: 'https://inner.test/w' });
  expect(refused).toMatchObject({ pointer: '/webhook_url', refused: expect.stringContaining('10.0.0.1') });
  const api = await make({ type: 'opsgenie', api_key: 'k', api_url: 'https://inner.test' });
  expect(api).toMatchObject({ pointer: '/api_url' });
  expect(kept.size).toBe(0);
  expect(await make({ type: 'teams', webhook_url: 'https://new.test/w' })).toMatchObject({
    warning: expect.stringContaining('does not resolve yet'),
  });
});

test('the same secret again is the same integration, where its id is made of it', async () => {
  const { make, kept } = stage();
  const wish = { type: 'pagerduty', routing_key: ROUTING_KEY };
  expect((await make(wish, bySecrets)).integration?.id).toBe((await make(wish, bySecrets)).integration?.id);
  expect(kept.size).toBe(1);
});

test('PagerDuty: a service with an Events v2 integration is made once, and its key is kept', async () => {
  const pagerduty = await pagerdutyHere();
  const { make, kept } = stage();
  const wish = { type: 'pagerduty', api_key: API_KEY, escalation_policy: 'SRE-Oncall', api_url: pagerduty.url };
  const made = await make(wish, bySecrets);
  expect(made.integration).toMatchObject({ service_url: expect.stringContaining('pagerduty.com/service-directory') });
  const again = await make({ ...wish, escalation_policy: 'PABC123' }, bySecrets);
  expect(again.integration?.id).toBe(made.integration?.id);
  expect(pagerduty.services).toMatchObject([{ name: 'Forestall', integrations: [{}] }]);
  const [key] = [...kept.values()].map(({ secrets }) => secrets.routing_key);
  expect(pagerduty.keys).toContain(key);
  expect(JSON.stringify([...kept])).not.toContain(API_KEY);
});

test('PagerDuty: what it refuses is told, and what does not answer is not taken for a refusal', async () => {
  const pagerduty = await pagerdutyHere();
  const { make, kept } = stage();
  const wish = { type: 'pagerduty', api_key: API_KEY, escalation_policy: 'SRE-Oncall', api_url: pagerduty.url };
  expect(await make({ ...wish, api_key: 'wrong' })).toMatchObject({
    refused: 'PagerDuty refused it (401): You must supply a valid token',
  });
  expect(await make({ ...wish, escalation_policy: 'Nobody' })).toMatchObject({
    refused: 'PagerDuty knows no escalation policy Nobody',
  });
  pagerduty.answerOnce({ status: 503, body: 'later' });
  expect((await make(wish)).unanswered).toContain('503');
  pagerduty.answerOnce({ status: 200, body: { unexpected: true } });
  expect((await make(wish)).unanswered).toContain('what its API does not');
  await pagerduty.stop();
  expect((await make(wish)).unanswered).toContain('does not answer');
  expect(kept.size).toBe(0);
});

test('a trial tells of an example and of its end by the thread of the first, so that no alert stays open', async () => {
  const told: { event: string; status: string | undefined; level: string | undefined; thread: string | null }[] = [];
  const answer: Told = { status: 202, error: null, retryAfter: undefined, body: '', duration_ms: 5, thread: 't' };
  const notifier = {
    async notify(...[event, { thread }]: Parameters<import('#ports').Notifier['notify']>) {
      told.push({ event: event.event, status: event.anomaly?.status, level: event.anomaly?.level, thread });
      return answer;
    },
  };
  const tried = await tryIntegration({ id: 'integration_1', clock }, 'N', notifier);
  expect(tried).toMatchObject({ delivered: true, duration_ms: 10 });
  expect(told).toEqual([
    { event: 'anomaly.detected', status: 'open', level: 'page', thread: null },
    { event: 'anomaly.resolved', status: 'resolved', level: 'page', thread: 't' },
  ]);
  const failing = { notify: async () => ({ ...answer, status: 500, error: 'no' }) };
  expect(await tryIntegration({ id: 'integration_1', clock }, 'N', failing)).toMatchObject({ delivered: false });
});

test('integrations are subscribers, which are disabled once and say why', async () => {
  const { make, table } = stage();
  await make({ type: 'teams', name: 'night shift', webhook_url: 'https://x.test/w' });
  const subscribers = integrationSubscribers(table);
  expect(await subscribers.all()).toMatchObject([{ id: 'integration_1', kind: 'integration', enabled: true }]);
  expect((await subscribers.get('integration_1'))?.names).toEqual(['integration_1', 'night shift', 'teams']);
  expect(await subscribers.disable('integration_1', 'gone', AT)).toMatchObject({
    enabled: false,
    disabled_reason: 'gone',
    version: 2,
  });
  expect(await subscribers.disable('integration_1', 'again', AT)).toBeUndefined();
  expect(await subscribers.get('integration_2')).toBeUndefined();
});
