import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, test } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { EventName, NumberedEvent } from '#domain/event/event.ts';
import { anAction, anAnomaly } from '#domain/fixtures.ts';
import type { Integration, Secrets } from '#domain/integration/integration.ts';
import type { Action } from '#domain/remediation/action.ts';
import type { Threads } from '#ports';
import { GENIE_KEY, startOpsgenie } from '#test/support/systems/opsgenie.ts';
import { ROUTING_KEY, startPagerduty } from '#test/support/systems/pagerduty.ts';
import { BOT_TOKEN, startSlack } from '#test/support/systems/slack.ts';
import { startTeams } from '#test/support/systems/teams.ts';
import { isDelivered } from '#usecases/callReceiver.ts';
import { clientDouble } from '../double.fixture.ts';
import { mailSender } from '../ses/mailSender.ts';
import { topicPublisher } from '../sns/topicPublisher.ts';
import { webhookSender } from '../webhook/sender.ts';
import { integrationNotifier } from './integration.ts';

const AT = '2027-01-15T08:00:00.000Z';
const common = {
  id: 'integration_1',
  name: 'it',
  events: ['*' as const],
  services: null,
  severities: null,
  enabled: true,
  disabled_reason: null,
  links_to: 'https://forestall.test',
  created_at: AT,
  updated_at: AT,
  version: 1,
};
const slackOf = (url: string, change: object = {}) => ({
  ...common,
  type: 'slack' as const,
  by: 'bot' as const,
  channel: '#sre-alerts',
  api_url: url,
  interactive: false,
  approvers: null,
  ...change,
});

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});
async function running<S extends { stop(): Promise<void> }>(system: Promise<S>): Promise<S> {
  const one = await system;
  started.push(one);
  return one;
}

const nobody = { send: async () => expect.unreachable('nobody is told in this way') };
const nowhere = { publish: async () => expect.unreachable('nobody is told in this way') };
/** Tells as a subscriber is told: what a try gives to go on by, the next about the same subject gets. */
function telling(integration: Integration, secrets: Secrets, tools: object = {}) {
  const notifier = integrationNotifier(integration.id, {
    integrations: { get: async () => integration, secrets: async () => secrets },
    sender: webhookSender({ allowHosts: ['127.0.0.1'], timeoutMs: 2_000 }),
    mail: nobody,
    topics: nowhere,
    chart: async () => '▁▂█ 10%–90% in 60 min',
    ...tools,
  });
  const threads = new Map<string, string>();
  return async (event: NumberedEvent, parent: string | null = null) => {
    const known: Threads = {
      thread: threads.get(event.subject) ?? null,
      parent: parent === null ? null : (threads.get(parent) ?? null),
    };
    const told = await notifier.notify(event, known);
    if (told.thread !== undefined) threads.set(event.subject, told.thread);
    return told;
  };
}

let seq = 0;
function about(event: EventName, change: Partial<Anomaly> = {}): NumberedEvent {
  const anomaly = anAnomaly(change);
  const { id, service, severity } = anomaly;
  return { id: `${id}.${event}.${++seq}`, event, timestamp: AT, subject: id, service, severity, anomaly, seq };
}
function aboutAction(event: EventName, change: Partial<Action> = {}): NumberedEvent {
  const action = anAction(change);
  return {
    id: `${action.id}.${event}.${++seq}`,
    event,
    timestamp: AT,
    subject: action.id,
    service: action.service,
    severity: null,
    action,
    seq,
  };
}
const over = { status: 'resolved', resolution: 'recovered', resolved_at: AT } as const;

describe('Slack, by a bot', () => {
  const bot = async () => {
    const slack = await running(startSlack());
    return { slack, tell: telling(slackOf(slack.apiUrl), { bot_token: BOT_TOKEN }) };
  };

  test('one thread a subject, edited rather than repeated; its end is said in the thread as well', async () => {
    const { slack, tell } = await bot();
    for (const event of [about('anomaly.detected'), about('anomaly.updated'), about('anomaly.updated')])
      expect(isDelivered(await tell(event))).toBe(true);
    expect(slack.posts).toMatchObject([{ channel: 'C0SRE', edits: 2, thread_ts: undefined }]);
    await tell(about('anomaly.resolved', over));
    const [first, reply] = slack.posts;
    expect(first).toMatchObject({ edits: 3, text: expect.stringContaining('Resolved') });
    expect(reply).toMatchObject({ thread_ts: first?.ts, text: expect.stringContaining('as usual') });
    expect(slack.posts).toHaveLength(2);
  });

  test('what was done about it stands in its thread, and a question is for the whole channel', async () => {
    const { slack, tell } = await bot();
    await tell(about('anomaly.detected'));
    await tell(aboutAction('action.started'), 'anomaly_1');
    await tell(aboutAction('action.succeeded', { status: 'succeeded', verdict_reason: 'it is back' }), 'anomaly_1');
    const [first, action, news] = slack.posts;
    expect(action).toMatchObject({ thread_ts: first?.ts, broadcast: false, edits: 1 });
    expect(news).toMatchObject({ thread_ts: first?.ts, text: expect.stringContaining('it is back') });
    await tell(aboutAction('approval.requested', { id: 'action_2', status: 'awaiting_approval' }), 'anomaly_1');
    expect(slack.posts.at(-1)).toMatchObject({ thread_ts: first?.ts, broadcast: true });
  });

  test('a message that somebody deleted is said anew', async () => {
    const { slack, tell } = await bot();
    await tell(about('anomaly.detected'));
    slack.posts.splice(0);
    const again = await tell(about('anomaly.updated'));
    expect(isDelivered(again)).toBe(true);
    expect(slack.posts).toMatchObject([{ edits: 0 }]);
  });

  test('what Slack refuses with 200 is no success; a token that is revoked ends it for good', async () => {
    const slack = await running(startSlack());
    const wrongChannel = telling(slackOf(slack.apiUrl, { channel: '#elsewhere' }), { bot_token: BOT_TOKEN });
    const refused = await wrongChannel(about('anomaly.detected'));
    expect(refused).toMatchObject({ status: 200, error: 'Slack says channel_not_found' });
    expect([isDelivered(refused), refused.gone, refused.thread]).toEqual([false, undefined, undefined]);
    const revoked = await telling(slackOf(slack.apiUrl), { bot_token: 'xoxb-other' })(about('anomaly.detected'));
    expect(revoked.gone).toBe('Slack says invalid_auth');
  });

  test('too fast is told with how long to wait; blocks that are refused are no reason to say nothing', async () => {
    const { slack, tell } = await bot();
    slack.answerOnce({ status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } });
    expect(await tell(about('anomaly.detected'))).toMatchObject({ status: 429, retryAfter: '30' });
    slack.answerOnce({ status: 200, body: { ok: false, error: 'invalid_blocks' } });
    expect(isDelivered(await tell(about('anomaly.detected')))).toBe(true);
    expect(slack.posts).toMatchObject([{ blocks: [], text: expect.stringContaining('Anomaly, orders') }]);
  });

  test('a connection that breaks off is tried again later, with nothing kept of it', async () => {
    const { slack, tell } = await bot();
    slack.answerOnce('hang up');
    const broken = await tell(about('anomaly.detected'));
    expect(broken).toMatchObject({ status: null, error: expect.any(String) });
    expect(broken.thread).toBeUndefined();
    expect(isDelivered(await tell(about('anomaly.detected')))).toBe(true);
  });
});

describe('Slack, by an incoming webhook', () => {
  const hook = async () => {
    const slack = await running(startSlack());
    const integration = slackOf(slack.apiUrl, { by: 'webhook', channel: null, interactive: true });
    return { slack, tell: telling(integration, { webhook_url: slack.webhookUrl, signing_secret: 's' }) };
  };

  test('each event is a message, with its chart', async () => {
    const { slack, tell } = await hook();
    expect(isDelivered(await tell(about('anomaly.detected')))).toBe(true);
    await tell(about('anomaly.resolved', over));
    expect(slack.posts).toHaveLength(2);
    expect(JSON.stringify(slack.posts[0]?.blocks)).toContain('▁▂█ 10%–90%');
  });

  test('an app that was removed ends it for good', async () => {
    const { slack, tell } = await hook();
    slack.revokeHooks();
    expect(await tell(about('anomaly.detected'))).toMatchObject({ status: 404, gone: 'Slack says no_service' });
  });
});

describe('PagerDuty', () => {
  const pager = async (routing_key = ROUTING_KEY) => {
    const pagerduty = await running(startPagerduty());
    const integration = { ...common, type: 'pagerduty' as const, events_url: pagerduty.url, service_url: null };
    return { pagerduty, tell: telling(integration, { routing_key }) };
  };

  test('an alert from its beginning to its end under one key', async () => {
    const { pagerduty, tell } = await pager();
    const warned = await tell(about('anomaly.detected', { level: 'warn' }));
    expect([warned.skipped !== undefined, isDelivered(warned), pagerduty.calls.length]).toEqual([true, true, 0]);
    expect(isDelivered(await tell(about('anomaly.updated')))).toBe(true);
    expect(pagerduty.alerts.get('anomaly_1')).toMatchObject({ state: 'triggered', severity: 'error', triggers: 1 });
    await tell(about('anomaly.updated', { severity: 'critical' }));
    expect(pagerduty.alerts.get('anomaly_1')?.triggers).toBe(1);
    await tell(about('anomaly.resolved', over));
    expect(pagerduty.alerts.get('anomaly_1')?.state).toBe('resolved');
  });

  test('a change is a change event, and one that failed wakes under the key of its cause', async () => {
    const { pagerduty, tell } = await pager();
    await tell(about('anomaly.detected'));
    const done = { status: 'failed', acted_at: AT, verdict_reason: 'no effect' } as const;
    expect(isDelivered(await tell(aboutAction('action.failed', done), 'anomaly_1'))).toBe(true);
    expect(pagerduty.alerts.get('anomaly_1')).toMatchObject({ triggers: 2, state: 'triggered' });
    expect(pagerduty.changes).toMatchObject([
      { summary: 'Repair failed: restart_container of orders: no effect', custom_details: { action: 'action_1' } },
    ]);
  });

  test('a key that PagerDuty does not know ends it for good; trouble of its own is tried again', async () => {
    const unknown = await pager('X'.repeat(32));
    expect((await unknown.tell(about('anomaly.detected'))).gone).toContain('routing key');
    const { pagerduty, tell } = await pager();
    pagerduty.answerOnce({ status: 500, body: 'oops' });
    const failed = await tell(about('anomaly.detected'));
    expect([failed.status, failed.gone, failed.thread]).toEqual([500, undefined, undefined]);
    expect(isDelivered(await tell(about('anomaly.detected')))).toBe(true);
  });
});

test('Teams gets an Adaptive Card; an address without its signature is refused', async () => {
  const teams = await running(startTeams());
  const integration = { ...common, type: 'teams' as const };
  expect(isDelivered(await telling(integration, { webhook_url: teams.webhookUrl })(about('anomaly.detected')))).toBe(
    true,
  );
  expect(JSON.stringify(teams.cards)).toContain('https://forestall.test/#/anomalies/anomaly_1');
  const wrong = await telling(integration, { webhook_url: `${teams.url}/x` })(about('anomaly.detected'));
  expect([wrong.status, isDelivered(wrong)]).toEqual([401, false]);
});

test('Opsgenie: an alert is made, acknowledged and closed under one alias', async () => {
  const opsgenie = await running(startOpsgenie());
  const integration = { ...common, type: 'opsgenie' as const, api_url: opsgenie.url, responders: ['sre'] };
  const tell = telling(integration, { api_key: GENIE_KEY });
  await tell(about('anomaly.detected', { level: 'warn' }));
  expect(opsgenie.calls).toEqual([]);
  expect(isDelivered(await tell(about('anomaly.detected', { severity: 'critical' })))).toBe(true);
  expect(opsgenie.alerts.get('anomaly_1')).toMatchObject({ status: 'open', priority: 'P1' });
  const rejected = {
    state: 'rejected' as const,
    why: 'w',
    timeout_seconds: 1,
    on_timeout: 'reject' as const,
    hash: null,
    asked_at: AT,
    expires_at: AT,
    decided_at: AT,
    decided_by: 'key:a',
    note: null,
  };
  await tell(aboutAction('action.failed', { status: 'rejected', approval: rejected }), 'anomaly_1');
  expect(opsgenie.alerts.get('anomaly_1')?.status).toBe('acknowledged');
  await tell(about('anomaly.resolved', over));
  expect(opsgenie.alerts.get('anomaly_1')?.status).toBe('closed');
  const wrong = await telling(integration, { api_key: 'other' })(about('anomaly.detected', { id: 'anomaly_2' }));
  expect([wrong.status, isDelivered(wrong)]).toEqual([401, false]);
});

describe('what AWS sends', () => {
  const mailTo = { ...common, type: 'email' as const, from: 'ops@forestall.test', to: ['a@b.test', 'c@d.test'] };
  const topic = { ...common, type: 'sns' as const, topic_arn: 'arn:aws:sns:eu-west-1:123456789012:alerts.fifo' };
  const kept = (sent: unknown[]) => (input: unknown) => {
    sent.push(input);
    return { $metadata: { httpStatusCode: 200 } };
  };

  test('a mail says it in its subject, and the rest in plain text', async () => {
    const sent: unknown[] = [];
    const mail = mailSender(clientDouble<SESv2Client>({ SendEmailCommand: kept(sent) }));
    expect(isDelivered(await telling(mailTo, {}, { mail })(about('anomaly.detected')))).toBe(true);
    expect(sent).toMatchObject([
      {
        FromEmailAddress: 'ops@forestall.test',
        Destination: { ToAddresses: ['a@b.test', 'c@d.test'] },
        Content: {
          Simple: {
            Subject: { Data: '[Forestall] Anomaly: orders cpu_usage' },
            Body: { Text: { Data: expect.stringContaining('Severity: high') } },
          },
        },
      },
    ]);
  });

  test('a topic gets the event as JSON, what filters may ask, and its order', async () => {
    const sent: { Message?: string }[] = [];
    const topics = topicPublisher(clientDouble<SNSClient>({ PublishCommand: kept(sent) }));
    const event = about('anomaly.detected');
    expect(isDelivered(await telling(topic, {}, { topics })(event))).toBe(true);
    expect(sent).toMatchObject([
      {
        TopicArn: topic.topic_arn,
        Subject: 'Anomaly: orders cpu_usage',
        MessageStructure: 'json',
        MessageGroupId: 'anomaly_1',
        MessageDeduplicationId: event.id,
        MessageAttributes: { event: { StringValue: 'anomaly.detected' }, severity: { StringValue: 'high' } },
      },
    ]);
    const { default: json, email } = JSON.parse(sent[0]?.Message ?? '{}');
    expect(JSON.parse(json)).toEqual({ event: event.event, timestamp: AT, data: event.anomaly, id: event.id });
    expect(email).toContain('cpu_usage is 90%');
  });

  test('what AWS refuses is the answer, and a topic that was deleted ends it for good', async () => {
    const failing = (name: string) => () => {
      throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 404 } });
    };
    const mail = mailSender(clientDouble<SESv2Client>({ SendEmailCommand: failing('MessageRejected') }));
    const refused = await telling(mailTo, {}, { mail })(about('anomaly.detected'));
    expect(refused).toMatchObject({ status: 404, error: 'MessageRejected: no' });
    expect(isDelivered(refused)).toBe(false);
    const topics = topicPublisher(clientDouble<SNSClient>({ PublishCommand: failing('NotFoundException') }));
    expect((await telling(topic, {}, { topics })(about('anomaly.detected'))).gone).toContain('no such topic');
  });
});
