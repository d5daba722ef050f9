import { randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { noticeReview } from '#adapters/sqs/eventQueue.ts';
import { Notices } from '#contract/notices.ts';
import { Silences } from '#contract/silences.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { local, resource } from '#test/support/aws.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { startTeams } from '#test/support/systems/teams.ts';
import { until } from '#test/support/until.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});
const post = (path: string, body: object = {}) => api(path, { method: 'POST', body: JSON.stringify(body) });
const gone = (path: string) => api(path, { method: 'DELETE' });
const Made = z.looseObject({ id: z.string() });
const notices = async (service: string) => (await json(api(`/notices?service=${service}`), Notices)).notices;

/** What happens each minute, at once. */
const reviewed = () =>
  noticeReview(new SQSClient(local()), resource('AWS::SQS::Queue', 'Feed')).ask(`test-${randomUUID()}`);

const someId = () => `anomaly_${randomUUID().replaceAll('-', '')}`;
const over = (anomaly: Anomaly) =>
  storeAnomaly({
    ...anomaly,
    version: anomaly.version + 1,
    status: 'resolved',
    resolution: 'recovered',
    resolved_at: new Date().toISOString(),
  });

test('by routes: one notice for a group, the next in line when nobody acknowledges, the end to whom was told', async () => {
  const service = 'notices-shop';
  const [team, lead] = await Promise.all([startTeams(), startTeams()]);
  undo.push(team.stop, lead.stop);
  for (const [name, { webhookUrl }] of Object.entries({ 'notices-team': team, 'notices-lead': lead })) {
    const { id } = await json(post('/integrations', { type: 'teams', name, webhook_url: webhookUrl }), Made, 201);
    undo.push(() => gone(`/integrations/${id}`));
  }
  const first = await storeAnomaly({ id: someId(), service, severity: 'medium' });
  await until('the team was told', async () => team.cards.length === 1);
  const second = await storeAnomaly({ id: someId(), service, severity: 'low' });
  const waits = await until('the second waits', async () =>
    (await notices(service)).find(({ subject }) => subject === second.id),
  );
  expect(waits).toMatchObject({ state: 'held', because: 'grouped', lead: first.id });

  await until('it has escalated', async () => {
    await reviewed();
    return lead.cards.length === 1;
  });
  const said = await json(post(`/anomalies/${first.id}/ack`), z.looseObject({ acknowledged_by: z.string() }), 202);
  await until('who acknowledged it is known', async () =>
    (await notices(service)).find(({ acknowledged_by }) => acknowledged_by === said.acknowledged_by),
  );
  await problem(post(`/anomalies/${someId()}/ack`), 404);

  const told = team.cards.length;
  for (const one of [first, second]) await over(one);
  await until('nobody waits', async () => (await notices(service)).length === 0);
  await until('both were told of its end', async () =>
    [team, lead].every(({ cards }) => /Resolved/.test(JSON.stringify(cards.at(-1)))),
  );
  expect(team.cards.length).toBe(told + 1);
  await problem(post(`/anomalies/${first.id}/ack`), 409);
});

test('a silence holds notices, and the API goes on telling; what lasts longer is told', async () => {
  const service = `silent-${randomUUID().slice(0, 8)}`;
  const receiver = await startReceiver();
  undo.push(receiver.stop);
  const webhook = await json(post('/webhooks', { url: receiver.url, events: ['*'], services: [service] }), Made, 201);
  undo.push(() => gone(`/webhooks/${webhook.id}`));
  const wish = {
    matchers: [{ name: 'service', value: `${service.slice(0, 9)}*` }],
    ends_at: new Date(Date.now() + 3_600_000).toISOString(),
    reason: 'we move the database',
  };
  const refused = await problem(post('/silences', { ...wish, ends_at: '2020-01-01T00:00:00Z' }), 422);
  expect(refused.errors).toMatchObject([{ pointer: '/ends_at' }]);
  const silence = await json(post('/silences', wish), Made, 201);
  undo.push(() => gone(`/silences/${silence.id}`));
  const { silences } = await json(api('/silences?state=active&limit=500'), Silences);
  expect(silences.find(({ id }) => id === silence.id)).toMatchObject({ hold_actions: false, state: 'active' });

  const anomaly = await storeAnomaly({ id: someId(), service });
  const held = await until('it is held', async () => (await notices(service))[0]);
  expect(held).toMatchObject({
    subscriber_id: webhook.id,
    because: 'silenced',
    detail: expect.stringContaining(silence.id),
  });
  const shown = await json(api(`/anomalies?service=${service}`), z.object({ anomalies: z.array(Made) }));
  expect(shown.anomalies).toMatchObject([{ id: anomaly.id }]);
  expect(receiver.received).toEqual([]);

  expect((await gone(`/silences/${silence.id}`)).status).toBe(204);
  await problem(gone(`/silences/${silence.id}`), 404);
  await reviewed();
  const { body } = await until('it is told', async () => receiver.received[0]);
  expect(JSON.parse(body)).toMatchObject({ event: 'anomaly.detected', data: { id: anomaly.id } });
  await over(anomaly);
});
