import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Delivery } from '#contract/webhooks.ts';
import { anAction } from '#domain/fixtures.ts';
import { Integration } from '#domain/integration/integration.ts';
import { Action } from '#domain/remediation/action.ts';
import { local, resource } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { storeAnomaly, storeHistory } from '#test/support/stored.ts';
import { GENIE_KEY, startOpsgenie } from '#test/support/systems/opsgenie.ts';
import { API_KEY, startPagerduty } from '#test/support/systems/pagerduty.ts';
import { BOT_TOKEN, SIGNING_SECRET, startSlack } from '#test/support/systems/slack.ts';
import { buttonOf, press } from '#test/support/systems/slackButton.ts';
import { startTeams } from '#test/support/systems/teams.ts';
import { until } from '#test/support/until.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});
async function running<S extends { stop(): Promise<void> }>(system: Promise<S>): Promise<S> {
  const one = await system;
  undo.push(one.stop);
  return one;
}

const Tried = z.looseObject({ delivered: z.boolean(), status: z.number().nullable(), error: z.string().nullable() });
const Deliveries = z.object({ deliveries: z.array(Delivery) });
const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api(path, { method: 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
async function integrate(wish: object, path = '/integrations') {
  const made = await json(post(path, wish), Integration, 201);
  undo.push(() => api(`/integrations/${made.id}`, { method: 'DELETE' }));
  return made;
}
const tryOut = (id: string) => json(post(`/integrations/${id}/test`), Tried);

const someService = () => `told-${randomUUID().slice(0, 8)}`;
const idOf = (service: string) => `anomaly_${service.replace('-', '')}`;
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(local()));
const tableOf = (beginning: string) => resource('AWS::DynamoDB::GlobalTable', beginning);

test('an episode is told in Slack as one thread with its chart, and in PagerDuty as one alert', async () => {
  const [slack, pagerduty] = await Promise.all([running(startSlack()), running(startPagerduty())]);
  const service = someService();
  const bot = await integrate({
    type: 'slack',
    bot_token: BOT_TOKEN,
    channel: '#sre-alerts',
    api_url: slack.apiUrl,
    services: [service],
  });
  const pager = await integrate(
    { api_key: API_KEY, escalation_policy: 'SRE-Oncall', api_url: pagerduty.url },
    '/api/integrations/pagerduty',
  );
  expect(pager).toMatchObject({ type: 'pagerduty', service_url: expect.stringContaining('pagerduty.com') });
  const now = Math.floor(Date.now() / 1000);
  const points = Array.from({ length: 60 }, (_, i) => ({ at: now - 1_800 + i * 30, value: 20 + i }));
  await storeHistory({ series: `${service}/cpu_usage`, start: now - 1_800, step: 30, points });

  const id = idOf(service);
  const anomaly = await storeAnomaly({ id, service, level: 'page' });
  await until('both have been told', async () => slack.posts.length === 1 && pagerduty.alerts.has(id));
  expect(pagerduty.alerts.get(anomaly.id)).toMatchObject({ state: 'triggered', severity: 'error' });
  const [first] = slack.posts;
  expect(JSON.stringify(first?.blocks)).toMatch(/`[▁-█ ]{30} [\d.]+%–[\d.]+% in 60 min`/);
  await storeAnomaly({
    ...anomaly,
    version: 2,
    status: 'resolved',
    resolution: 'recovered',
    resolved_at: anomaly.updated_at,
  });
  await until('it is over in both', async () => {
    return slack.posts.length === 2 && pagerduty.alerts.get(anomaly.id)?.state === 'resolved';
  });
  expect(slack.posts[0]).toMatchObject({ edits: 1, text: expect.stringContaining('Resolved') });
  expect(slack.posts[1]).toMatchObject({ thread_ts: first?.ts });

  const { deliveries } = await json(api(`/webhooks/history?webhook=${bot.id}`), Deliveries);
  expect(deliveries).toMatchObject([
    { event: 'anomaly.resolved', status: 'delivered', integration_id: bot.id, webhook_id: null },
    { event: 'anomaly.detected', status: 'delivered', tries: [{ status: 200, error: null }] },
  ]);
});

test('what is secret is encrypted, and in no answer; one of two removals finds nothing', async () => {
  const slack = await running(startSlack());
  const wish = { webhook_url: slack.webhookUrl, channel: '#sre-alerts' };
  const made = await integrate(wish, '/api/webhooks/slack');
  expect(made).toMatchObject({ type: 'slack', by: 'webhook', name: 'slack', enabled: true });
  expect((await json(post('/api/webhooks/slack', wish), Integration)).id).toBe(made.id);
  const one = await api(`/integrations/${made.id}`);
  const list = await (await api('/integrations?limit=500')).text();
  expect(list).toContain(made.id);
  expect(`${list}${await one.text()}`).not.toContain('/services/');
  const Key = { id: { S: made.id } };
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: tableOf('Integrations'), Key }));
  expect(Item?.sealed?.B).toBeInstanceOf(Uint8Array);
  expect(JSON.stringify(Item)).not.toContain('/services/');
  expect(Buffer.from(Item?.sealed?.B ?? []).toString('latin1')).not.toContain('/services/');
  const stale = await api(`/integrations/${made.id}`, { method: 'DELETE', headers: { 'If-Match': '"7"' } });
  expect(stale.status).toBe(412);
  expect((await api(`/integrations/${made.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await api(`/integrations/${made.id}`, { method: 'DELETE' })).status).toBe(404);
});

test('what is asked for wrongly is refused, with the place; what another system refuses is told', async () => {
  const pagerduty = await running(startPagerduty());
  const Problem = z.looseObject({ detail: z.string(), errors: z.array(z.looseObject({ pointer: z.string() })) });
  const refused = (wish: object) => json(post('/integrations', wish), Problem, 422);
  expect((await refused({ type: 'slack', channel: '#a' })).detail).toContain(
    'give webhook_url, or bot_token and channel',
  );
  expect((await refused({ type: 'fax' })).errors).toMatchObject([{ pointer: '/type' }]);
  const inner = await refused({ type: 'teams', webhook_url: 'http://169.254.169.254/latest' });
  expect(inner.errors).toMatchObject([{ pointer: '/webhook_url' }]);
  const wish = { type: 'pagerduty', api_key: 'wrong', escalation_policy: 'SRE-Oncall', api_url: pagerduty.url };
  expect((await refused(wish)).detail).toContain('PagerDuty refused it (401)');
});

test('a trial reaches Teams, Opsgenie, mails and topics, and says what was answered', async () => {
  const [teams, opsgenie] = await Promise.all([running(startTeams()), running(startOpsgenie())]);
  const run = randomUUID().slice(0, 8);
  const from = `forestall-${run}@example.com`;
  await new SESv2Client(local()).send(new CreateEmailIdentityCommand({ EmailIdentity: from }));
  const topic = await topicWithQueue(run);
  const made = {
    teams: await integrate({ type: 'teams', webhook_url: teams.webhookUrl, enabled: false }),
    opsgenie: await integrate({ type: 'opsgenie', api_key: GENIE_KEY, api_url: opsgenie.url, enabled: false }),
    email: await integrate({ type: 'email', from, to: [`team-${run}@example.com`], enabled: false }),
    sns: await integrate({ type: 'sns', topic_arn: topic.arn, enabled: false }),
  };
  for (const { id, type } of Object.values(made)) {
    expect(await tryOut(id), type).toMatchObject({ delivered: true, error: null });
  }
  expect(teams.cards).toHaveLength(2);
  expect([...opsgenie.alerts.values()]).toMatchObject([{ status: 'closed', count: 1 }]);
  const mails = await (await fetch(`${installation().emulator_url}/_ministack/ses/messages`)).text();
  expect(mails).toContain(`team-${run}@example.com`);
  expect(mails).toContain('[Forestall] Resolved: orders cpu_usage');
  expect(await topic.next()).toMatchObject({ event: 'anomaly.detected', data: { service: 'orders' } });

  await teams.stop();
  const gone = await tryOut(made.teams.id);
  expect(gone).toMatchObject({ delivered: false, status: null, error: expect.stringContaining('ECONNREFUSED') });
});

async function topicWithQueue(run: string) {
  const [sns, sqs] = [new SNSClient(local()), new SQSClient(local())];
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `told-${run}` }));
  const Endpoint = TopicArn.replace(':sns:', ':sqs:');
  // a queue takes what a topic sends only where its policy says so
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Endpoint,
        Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
      },
    ],
  });
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `told-${run}`, Attributes: { Policy } }),
  );
  undo.push(() => sns.send(new DeleteTopicCommand({ TopicArn })));
  undo.push(() => sqs.send(new DeleteQueueCommand({ QueueUrl })));
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  return {
    arn: TopicArn,
    next: () =>
      until('the topic has a message', async () => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
        return Messages[0]?.Body === undefined ? undefined : JSON.parse(Messages[0].Body);
      }),
  };
}

/** A service of which this one event is told in Slack, with buttons. */
async function toldInSlack(event: string) {
  const slack = await running(startSlack());
  const service = someService();
  const { webhookUrl: webhook_url } = slack;
  const wish = { type: 'slack', webhook_url, signing_secret: SIGNING_SECRET, services: [service], events: [event] };
  await integrate(wish);
  return { slack, service };
}

const inTheAudit = (action: string, id: string) =>
  until('the audit knows who it was', async () => {
    const records = await (await api('/audit?actor=slack:U0KIM')).text();
    return records.includes(action) && records.includes(id);
  });

test('who is asked in Slack decides there: by a signed button, once, as themselves', async () => {
  const { slack, service } = await toldInSlack('approval.requested');
  const action = await askAbout(service);
  const reject = await buttonOf(slack, 'forestall_reject');
  expect((await press(reject, slack.responseUrl, 'another secret')).status).toBe(401);
  expect(await json(api(`/actions/${action.id}`), Action)).toMatchObject({ approval: { state: 'requested' } });
  expect((await press(reject, slack.responseUrl)).status).toBe(200);
  const decided = await json(api(`/actions/${action.id}`), Action);
  expect(decided.approval).toMatchObject({ state: 'rejected', decided_by: 'slack:U0KIM' });
  expect((await press(reject, slack.responseUrl)).status).toBe(200);
  expect(slack.replies).toMatchObject([
    { replace_original: true, text: 'Rejected by <@U0KIM>' },
    { response_type: 'ephemeral', text: expect.stringContaining('already') },
  ]);
  await inTheAudit('action.rejected', action.id);
});

test('who looks after an anomaly says so by a button, under their own name; of one that is over it is said', async () => {
  const { slack, service } = await toldInSlack('anomaly.detected');
  const anomaly = await storeAnomaly({ id: idOf(service), service, level: 'page' });
  const acknowledge = await buttonOf(slack, 'forestall_acknowledge');
  expect((await press(acknowledge, slack.responseUrl)).status).toBe(200);
  await inTheAudit('anomaly.acknowledged', anomaly.id);
  const { updated_at: resolved_at } = anomaly;
  await storeAnomaly({ ...anomaly, version: 2, status: 'resolved', resolution: 'recovered', resolved_at });
  expect((await press(acknowledge, slack.responseUrl)).status).toBe(200);
  expect(slack.replies).toMatchObject([
    { replace_original: true, text: 'Acknowledged by <@U0KIM>' },
    { response_type: 'ephemeral', text: 'It is over already' },
  ]);
});

/** An action that waits for a person, as its workflow would have written it; nobody else looks for it. */
async function askAbout(service: string) {
  const at = new Date().toISOString();
  const action = anAction({
    id: `action_${service.replace('-', '')}`,
    type: 'scale',
    service,
    status: 'awaiting_approval',
    plan: { from: 2, to: 3 },
    approval: {
      state: 'requested',
      why: 'a test',
      timeout_seconds: 600,
      on_timeout: 'reject',
      hash: 'f'.repeat(64),
      asked_at: at,
      expires_at: new Date(Date.now() + 600_000).toISOString(),
      decided_at: null,
      decided_by: null,
      note: null,
    },
    created_at: at,
    updated_at: at,
  });
  const TableName = tableOf('Actions');
  const Item = { ...action, feed: 'all', order: `${at}#${action.id}`, cause_key: `test#${action.id}` };
  await dynamo.send(new PutCommand({ TableName, Item }));
  undo.push(() => dynamo.send(new DeleteCommand({ TableName, Key: { id: action.id } })));
  return action;
}
