import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Budget } from '#contract/feedback.ts';
import { Feedback } from '#domain/feedback/feedback.ts';
import { wake } from '#test/support/aws.ts';
import { api, json } from '#test/support/installation.ts';
import { linesOf } from '#test/support/logs.ts';
import { problem } from '#test/support/problem.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

const Judged = Feedback.extend({
  budget: z.object({ before: z.number(), after: z.number(), false_positives: z.number() }).nullable(),
  effect: z.string(),
});
const Detail = z.object({ feedback: Feedback.nullable(), budget: Budget.nullable() });

// nobody watches these services, so no policy acts on what is told of them
const someService = () => `judged-${randomUUID().slice(0, 8)}`;
let count = 0;
const anEpisode = (service: string, more: Partial<Parameters<typeof storeAnomaly>[0]> = {}) =>
  storeAnomaly({ id: `anomaly_${service.replace('-', '')}${++count}`, service, ...more });

const path = (id: string) => `/anomalies/${id}/feedback`;
const post = (id: string, body: unknown, more: Parameters<typeof api>[1] = {}) =>
  api(path(id), { method: 'POST', body: JSON.stringify(body), ...more });
const judge = (id: string, verdict: string, note = '') => json(post(id, { verdict, note }), Judged);
const takeBack = (id: string, headers: Record<string, string> = {}) => api(path(id), { method: 'DELETE', headers });
const detail = (id: string) => json(api(`/anomalies/${id}`), Detail);

test('a verdict moves the budget of its series, is seen, replaced, and taken back without a trace', async () => {
  const service = someService();
  const first = await anEpisode(service);
  const second = await anEpisode(service);
  const elsewhere = await anEpisode(service, { metric: 'latency_p99', unit: 'ms' });
  expect(await detail(first.id)).toEqual({
    feedback: null,
    budget: { budget: 1, false_positives: 0, true_positives: 0 },
  });

  const judged = await judge(first.id, 'false_positive', 'the nightly backup');
  expect(judged).toMatchObject({
    anomaly_id: first.id,
    verdict: 'false_positive',
    note: 'the nightly backup',
    by: 'key:admin',
    budget: { before: 1, after: 0.5, false_positives: 1 },
    effect: expect.stringContaining('gets stricter'),
  });
  expect((await detail(first.id)).feedback).toEqual(Feedback.parse(judged));
  expect((await detail(second.id)).budget?.budget, 'of the same series').toBe(0.5);
  expect((await detail(elsewhere.id)).budget?.budget, 'of another series').toBe(1);

  expect((await judge(second.id, 'false_positive')).budget).toMatchObject({ before: 0.5, after: 0.25 });
  expect((await judge(second.id, 'false_positive')).budget, 'once more').toMatchObject({ before: 0.25, after: 0.25 });
  expect((await judge(second.id, 'true_positive')).budget?.after, 'the last verdict counts').toBeCloseTo(0.5946, 4);
  expect((await json(takeBack(second.id), Judged)).budget?.after).toBe(0.5);
  expect((await json(takeBack(first.id), Judged)).budget).toMatchObject({ before: 0.5, after: 1 });
  expect(await detail(first.id)).toEqual({
    feedback: null,
    budget: { budget: 1, false_positives: 0, true_positives: 0 },
  });
  await problem(takeBack(first.id), 404);
});

test('what was foreseen may be judged, and moves nothing', async () => {
  const foreseen = await anEpisode(someService(), { kind: 'predicted_breach' });
  expect(await judge(foreseen.id, 'false_positive')).toMatchObject({
    budget: null,
    effect: expect.stringContaining('a forecast told this'),
  });
  expect(await detail(foreseen.id)).toMatchObject({ feedback: { verdict: 'false_positive' }, budget: null });
});

test('what cannot be is refused', async () => {
  const { id } = await anEpisode(someService());
  await problem(post('anomaly_0', { verdict: 'true_positive' }), 404);
  await problem(takeBack('anomaly_0'), 404);
  for (const body of [{}, { verdict: 'maybe' }, { verdict: 'true_positive', mood: 'good' }])
    await problem(post(id, body), 422);
  const key = async (scopes: string[], more = {}) =>
    (
      await json(
        api('/keys', { method: 'POST', body: JSON.stringify({ name: 'a test', scopes, ...more }) }),
        z.object({ key: z.string() }),
        201,
      )
    ).key;
  await problem(post(id, { verdict: 'true_positive' }, { key: await key(['read', 'act']) }), 403);
  const ofOthers = await key(['write'], { namespaces: ['elsewhere'] });
  expect((await problem(post(id, { verdict: 'true_positive' }, { key: ofOthers }), 403)).detail).toContain(
    'namespaces',
  );
  expect((await detail(id)).feedback).toBeNull();
});

test('the same request again is answered alike; a stale If-Match takes nothing back', async () => {
  const { id } = await anEpisode(someService());
  const headers = { 'Idempotency-Key': randomUUID() };
  const once = await json(post(id, { verdict: 'false_positive' }, { headers }), Judged);
  const again = await json(post(id, { verdict: 'false_positive' }, { headers }), Judged);
  expect(again, 'also of what it moved').toEqual(once);
  const etag = (await post(id, { verdict: 'false_positive', note: 'sure' })).headers.get('etag');
  expect(etag).toBe('"2"');
  await problem(takeBack(id, { 'If-Match': '"1"' }), 412);
  expect((await takeBack(id, { 'If-Match': '"2"' })).status).toBe(200);
});

test('detection hears of it within a minute or so, and of its end', { timeout: 400_000 }, async () => {
  const [service, other] = [someService(), someService()];
  const said = (name: string) => `"${name}/cpu_usage":0.5`;
  const patiently = { within: 150_000, every: 2_000 };
  const { id } = await anEpisode(service);
  await judge(id, 'false_positive');
  const knows = async () => (await budgetsLogged()).some((line) => line.includes(said(service)));
  await until('detection knows', knows, patiently);
  await takeBack(id);
  // whichever of the function's processes is asked says what is new to it: that is the other one, without the first
  await judge((await anEpisode(other)).id, 'false_positive');
  const forgot = async () =>
    (await budgetsLogged()).some((line) => line.includes(said(other)) && !line.includes(service));
  await until('detection knows that it is over', forgot, patiently);
});

/** Wakes detection as its queue does, with an empty batch, and gives what it ever logged of budgets, oldest first. */
async function budgetsLogged(): Promise<string[]> {
  const record = {
    messageId: randomUUID(),
    body: JSON.stringify({ version: 1, shard: 0, pulled_at: Date.now() / 1000, samples: [] }),
    attributes: { MessageGroupId: '0', ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
  };
  await wake('QueueDetect', { Records: [record] });
  const lines = await linesOf('QueueDetect');
  expect(
    lines.filter((line) => line.includes('budgets cannot be read')),
    'its role lets it',
  ).toEqual([]);
  return lines.filter((line) => line.includes('"message":"budgets"'));
}
