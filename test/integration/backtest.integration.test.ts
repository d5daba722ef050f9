import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AuditRecord } from '#domain/audit/record.ts';
import { BacktestReport } from '#domain/backtest/report.ts';
import { Job } from '#domain/job/job.ts';
import { bookService } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { storeAnomaly, storeHistory } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

// A service with six hours of history: its CPU was high for half an hour, which paged, and once for a moment.

const service = 'replayed';
const MINUTE = 60;
const HOUR = 3_600;
const end = Math.floor(Date.now() / 1000 / MINUTE) * MINUTE - HOUR;
const begins = end - 6 * HOUR;
const time = (minute: number): string => new Date((begins + minute * MINUTE) * 1000).toISOString();
const isHigh = (minute: number): boolean => (minute >= 60 && minute < 90) || minute === 200;

const policy = {
  name: 'replayed cpu',
  condition: 'cpu_usage > 85',
  action: 'scale',
  service,
  verify: { within: '3m' },
};
const send = (body: unknown) => api('/policies/backtest', { method: 'POST', body: JSON.stringify(body) });

async function ended(job: Job): Promise<BacktestReport> {
  const done = await until(
    'the job ends',
    async () => {
      const now = await json(api(`/jobs/${job.id}`), Job);
      return (now.status === 'succeeded' || now.status === 'failed') && now;
    },
    { within: 90_000, every: 500 },
  );
  expect(done).toMatchObject({ status: 'succeeded', progress: 1, problem: null });
  return BacktestReport.parse(done.result);
}

let folder: string;
function forestall(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { api_url, admin_key } = installation();
  const command = resolve(import.meta.dirname, '../../cli/forestall.mjs');
  const env = { PATH: process.env.PATH, FORESTALL_URL: api_url, FORESTALL_API_KEY: admin_key };
  return new Promise((done, failed) => {
    const child = execFile(
      process.execPath,
      [command, ...args],
      { cwd: folder, timeout: 100_000, env },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') failed(error);
        else done({ code: child.exitCode ?? -1, out, err });
      },
    );
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-backtest-'));
  const points = Array.from({ length: 360 }, (_, minute) => ({
    at: begins + minute * MINUTE,
    value: isHigh(minute) ? 95 : 30,
  }));
  await storeHistory({ series: `${service}/cpu_usage`, start: begins, step: MINUTE, points });
  await storeAnomaly({
    id: 'anomaly_replayed1',
    service,
    status: 'resolved',
    detected_at: time(62),
    paged_at: time(62),
    resolved_at: time(93),
    resolution: 'recovered',
  });
  await bookService(service);
  await until('the service is watched', async () => (await api(`/services/${service}`)).status === 200, {
    within: 200_000,
    every: 2_000,
  });
}, 220_000);
afterAll(() => rm(folder, { recursive: true }));

describe('a backtest', () => {
  test('is a job over what is stored: what lasted is right, what was over at once is not', async () => {
    const answer = await send({ policy, since: time(0), until: time(360) });
    expect(answer.status).toBe(202);
    const job = Job.parse(await answer.json());
    expect(answer.headers.get('location')).toContain(`/jobs/${job.id}`);
    const report = await ended(job);
    expect(report.policies).toMatchObject([
      { name: policy.name, fired: 2, true_positives: 1, false_positives: 1, false_negatives: 0 },
    ]);
    expect(report.firings.map((one) => [one.at, one.judged])).toEqual([
      [time(201), 'false_positive'],
      [time(61), 'true_positive'],
    ]);
    // each minute, and the moment at which the anomaly was opened
    expect(report.measured).toMatchObject({ rounds: 362, points: 360 });
  }, 120_000);

  test('is refused before any work where a policy has a fault, the time is none, or nobody knows the policy', async () => {
    const faulty = send({ policy: { ...policy, condition: 'cpu_usage > 500ms' } });
    expect(JSON.stringify(await problem(faulty, 422))).toContain('cpu_usage');
    await problem(send({ policy, since: time(10), until: time(5) }), 422);
    await problem(send({ policies: ['policy_0'] }), 404);
    await problem(send({}), 422);
  });

  test('comes from the command line with a file that need not be applied', async () => {
    await writeFile(join(folder, 'try.yml'), `- ${JSON.stringify(policy)}\n`);
    const { code, out, err } = await forestall('policies', 'backtest', 'try.yml', '--since', '8h');
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/replayed cpu +2 +\d +1 +1 +0 +0/);
    expect(out).toContain('it lasted 30 min');
  }, 120_000);
});

test('a live decision is kept with what it saw, told to the audit, and made again byte for byte', async () => {
  const watcher = {
    name: 'replayed watcher',
    condition: 'anomaly(memory_usage)',
    action: 'scale',
    service,
    autonomy: 'observe',
  };
  await json(api('/policies', { method: 'POST', body: JSON.stringify(watcher) }), z.looseObject({}), 201);
  await storeAnomaly({ id: 'anomaly_replayed2', service, metric: 'memory_usage' });
  const Records = z.looseObject({ records: z.array(AuditRecord) });
  const made = await until(
    'the decision is in the audit',
    async () => {
      const { records } = await json(api(`/audit?target=service:${service}`), Records);
      return records.find(({ action, detail }) => action === 'decision.made' && detail.policy_name === watcher.name);
    },
    { within: 90_000, every: 1_000 },
  );
  expect(made.detail).toMatchObject({ outcome: 'held' });
  const replay = await json(
    api(`/decisions/${made.id}/replay`),
    z.looseObject({
      same: z.boolean(),
      kept: z.string(),
      replayed: z.string().nullable(),
      diverged: z.string().nullable(),
    }),
  );
  expect(replay).toMatchObject({ same: true, diverged: null, replayed: replay.kept });
  const told = await forestall('policies', 'replay', made.id);
  expect(told.code).toBe(0);
  expect(told.out).toContain('byte for byte');
  await problem(api('/decisions/decision_0/replay'), 404);
}, 150_000);
