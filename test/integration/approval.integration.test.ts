import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AutonomyAnswer } from '#contract/autonomy.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { anAnomaly } from '#domain/fixtures.ts';
import { derivedId } from '#domain/id.ts';
import { Action } from '#domain/remediation/action.ts';
import { bookService, local, resource } from '#test/support/aws.ts';
import { actionsOf, actionWhere, enablePolicies, toggle } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { SIGNING_SECRET, startSlack } from '#test/support/systems/slack.ts';
import { buttonOf, press } from '#test/support/systems/slackButton.ts';
import { until } from '#test/support/until.ts';

const names = ['ask-yes', 'ask-no', 'ask-stale', 'ask-late', 'ask-switch', 'ask-lease', 'ask-silence'] as const;
const ecs = new ECSClient(local());
const dynamo = new DynamoDBClient(local());
const RUN = new Date().toISOString();
const Created = z.object({ id: z.string() });
const soon = { within: 60_000 };

const refused = async (answer: Promise<Response>, status: number, words: RegExp) =>
  expect((await problem(answer, status)).detail).toMatch(words);
const post = (path: string, body: object = {}) => api(path, { method: 'POST', body: JSON.stringify(body) });

/** A policy for one service that scales it by one task, and what a test adds. */
const policy = async (service: string, more: object): Promise<string> => {
  const document = {
    name: `${service}_scales`,
    condition: 'anomaly(memory_usage).score > 0.5',
    service,
    action: { type: 'scale', by: '+1' },
    cooldown: 1,
    ...more,
  };
  return (await json(post('/policies', document), Created, 201)).id;
};

/** Trouble that the policies answer and that counts for no more than itself. No metric is published, so they are judged when it
 *  is told, and told again, and not each minute. */
async function trouble(service: string, version = 1, is: Partial<Anomaly> = {}): Promise<void> {
  const now = new Date().toISOString();
  const id = derivedId('anomaly', service, RUN);
  const times = { started_at: RUN, detected_at: RUN, updated_at: now, timestamp: RUN };
  const anomaly = anAnomaly({ id, service, metric: 'memory_usage', level: 'warn', version, ...times, ...is });
  const Item = marshall({ ...anomaly, feed: 'all', order: `${RUN}#${id}` }, { removeUndefinedValues: true });
  const TableName = resource('AWS::DynamoDB::GlobalTable', 'Anomalies');
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

const actionThat = (what: string, service: string, is: (action: Action) => boolean, within = 60_000) =>
  actionWhere(what, service, RUN, (one) => one.type === 'scale' && is(one), within);
const asked = (service: string) => actionThat('asks', service, ({ status }) => status === 'awaiting_approval');
const desired = async (service: string) => {
  const { services = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: 'forestall-demo', services: [service] }),
  );
  return services[0]?.desiredCount;
};

beforeAll(async () => {
  // so many services in trouble at once are a cascade, which a policy that ships would answer too
  await enablePolicies(false);
  for (const name of names) await bookService(name);
  for (const name of names) {
    await until(`${name} is watched`, async () => (await api(`/services/${name}`)).ok, { within: 150_000 });
  }
}, 300_000);

afterAll(async () => {
  const resolved_at = new Date().toISOString();
  for (const name of names) await trouble(name, 9, { status: 'resolved', resolution: 'recovered', resolved_at });
  await enablePolicies(true);
});

test('a silence that holds repairs is named by the guard, and once it is gone the repair is made', async () => {
  await policy('ask-silence', {});
  const window = {
    matchers: [{ name: 'service', value: 'ask-silence' }],
    ends_at: new Date(Date.now() + 3_600_000).toISOString(),
    reason: 'we move the database',
    hold_actions: true,
  };
  const { id } = await json(post('/silences', window), Created, 201);
  await trouble('ask-silence');
  const held = await actionThat('is held', 'ask-silence', ({ status }) => status === 'held');
  expect(held.guards.filter(({ passed }) => !passed)).toMatchObject([
    {
      guard: 'maintenance_window',
      reason: expect.stringMatching(new RegExp(`^${id} holds repairs until .*: we move`)),
    },
  ]);
  expect(await desired('ask-silence')).toBe(2);
  await api(`/silences/${id}`, { method: 'DELETE' });
  await trouble('ask-silence', 2);
  await actionThat('acts', 'ask-silence', ({ acted_at }) => acted_at !== null);
});

describe('a policy that suggests', () => {
  test('approved: exactly once, as it was planned', async () => {
    await policy('ask-yes', { autonomy: 'suggest' });
    await trouble('ask-yes');
    const { id, approval, plan } = await asked('ask-yes');
    expect(approval).toMatchObject({ state: 'requested', why: 'the policy only suggests' });
    expect(plan).toMatchObject({ from: 2, to: 3 });
    expect(await desired('ask-yes')).toBe(2);
    await refused(post(`/actions/${id}/approve`, { hash: '0'.repeat(64) }), 412, /not the one that is asked about/);
    const both = await Promise.all([
      post(`/actions/${id}/approve`, { hash: approval?.hash }),
      post(`/actions/${id}/approve`, { hash: approval?.hash }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 412]);
    await refused(post(`/actions/${id}/reject`), 412, /was approved by key:.* already/);
    const acted = await actionThat('acts', 'ask-yes', ({ acted_at }) => acted_at !== null);
    expect([acted.id, await desired('ask-yes')]).toEqual([id, 3]);
  });

  test('rejected: nothing is done, and not asked again for the same trouble', async () => {
    await policy('ask-no', { autonomy: 'suggest' });
    await trouble('ask-no');
    const { id } = await asked('ask-no');
    await json(post(`/actions/${id}/reject`, { note: 'not before the sale' }), Action, 202);
    const ended = await actionThat('ends', 'ask-no', ({ status }) => status === 'rejected');
    expect(ended.verdict_reason).toMatch(/rejected by key:.*not before the sale/);
    await trouble('ask-no', 2);
    const held = await actionThat('is held', 'ask-no', ({ status }) => status === 'held');
    expect(held.guards.find(({ passed }) => !passed)).toMatchObject({ guard: 'approval' });
    expect(await desired('ask-no')).toBe(2);
  });

  test('approved after the service was changed: refused, and the change stays', async () => {
    await policy('ask-stale', { autonomy: 'suggest' });
    await trouble('ask-stale');
    const { id } = await asked('ask-stale');
    await ecs.send(new UpdateServiceCommand({ cluster: 'forestall-demo', service: 'ask-stale', desiredCount: 5 }));
    await refused(post(`/actions/${id}/approve`), 412, /changed since it was asked about/);
    const ended = await actionThat('ends', 'ask-stale', (one) => one.id === id && one.ended_at !== null);
    expect([ended.status, ended.approval?.state, await desired('ask-stale')]).toEqual(['failed', 'stale', 5]);
    await trouble('ask-stale', 2);
    const again = await actionThat('asks anew', 'ask-stale', (one) => one.status === 'awaiting_approval', 110_000);
    expect(again.plan).toMatchObject({ from: 5, to: 6 });
    await json(post(`/actions/${again.id}/reject`), Action, 202);
  });

  test('with the switch off nobody can have it done; it waits on, and is approved by a button in Slack', async () => {
    const slack = await startSlack();
    const told = { webhook_url: slack.webhookUrl, signing_secret: SIGNING_SECRET, services: ['ask-switch'] };
    const integration = await json(
      post('/integrations', { type: 'slack', events: ['approval.requested'], ...told }),
      Created,
      201,
    );
    await policy('ask-switch', { autonomy: 'suggest' });
    await trouble('ask-switch');
    const { id } = await asked('ask-switch');
    await toggle(false, 'a test of approvals');
    try {
      await refused(post(`/actions/${id}/approve`), 412, /switched off: a test of approvals/);
    } finally {
      await toggle(true, 'the test is over');
    }
    const approve = await buttonOf(slack, 'forestall_approve');
    expect((await press(approve, slack.responseUrl)).status).toBe(200);
    const acted = await actionThat('acts', 'ask-switch', ({ acted_at }) => acted_at !== null);
    expect([acted.id, acted.approval?.decided_by, await desired('ask-switch')]).toEqual([id, 'slack:U0KIM', 3]);
    expect(slack.replies).toMatchObject([{ replace_original: true, text: 'Approved by <@U0KIM>' }]);
    await api(`/integrations/${integration.id}`, { method: 'DELETE' });
    await slack.stop();
  });
});

test('nobody decides in time: people are paged, and a late click is refused', async () => {
  await policy('ask-late', { guards: { approval: { above: 'low', timeout: '10s', on_timeout: 'escalate' } } });
  await trouble('ask-late');
  const { id } = await asked('ask-late');
  const ended = await actionThat('is escalated', 'ask-late', ({ status }) => status === 'escalated', 150_000);
  expect(ended).toMatchObject({ id, acted_at: null, approval: { state: 'timed_out' } });
  await refused(post(`/actions/${id}/approve`), 412, /too late/);
  const page = (await actionsOf('ask-late')).find(({ type }) => type === 'alert');
  expect(page?.reason).toMatch(/nobody decided within/);
  expect(await desired('ask-late')).toBe(2);
}, 180_000);

test('a lease ends by itself; a demoted policy asks; what suggests is not promoted', async () => {
  const id = await policy('ask-lease', { autonomy: 'auto', action: { type: 'scale', by: '+1', lease: '15s' } });
  await trouble('ask-lease');
  await until('it is scaled', async () => (await desired('ask-lease')) === 3, soon);
  await json(post(`/policies/${id}/demote`, { reason: 'a test' }), AutonomyAnswer);
  const ended = await actionThat('is taken back', 'ask-lease', ({ undo }) => undo?.state === 'done', 170_000);
  expect([await desired('ask-lease'), ended.undo?.by]).toEqual([2, 'lease']);
  await refused(post(`/actions/${ended.id}/rollback`, { reason: 'a test' }), 409, /taken back already/);
  await trouble('ask-lease', 2);
  expect((await asked('ask-lease')).approval?.why).toMatch(/demoted by key:.*a test/);
  const { targets } = await json(post(`/policies/${id}/promote`, { reason: 'a test' }), AutonomyAnswer);
  expect(targets).toMatchObject([{ service: 'ask-lease', type: 'scale', level: 'auto' }]);
}, 240_000);
