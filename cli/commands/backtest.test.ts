import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BacktestReport } from '#domain/backtest/report.ts';
import { run } from '../run.ts';
import { type Answer, type Asked, answering } from '../testing/server.ts';
import { recordedTerminal } from '../testing/terminal.ts';

const at = '2026-11-25T11:00:00.000Z';
const job = {
  id: 'job_1',
  kind: 'policies.backtest',
  status: 'queued',
  progress: 0,
  result: null,
  problem: null,
  created_at: at,
  updated_at: at,
};
const report: BacktestReport = {
  policies: [
    {
      policy_id: 'policy_1',
      name: 'cpu_high',
      version: 1,
      since: '2026-11-11T12:00:00.000Z',
      until: '2026-11-25T12:00:00.000Z',
      at,
      fired: 5,
      acted: 4,
      true_positives: 3,
      false_positives: 1,
      undecided: 1,
      false_negatives: 2,
      held: { budget: 1 },
      minutes_saved: 61.5,
    },
  ],
  firings: [
    {
      policy_id: 'policy_1',
      policy_name: 'cpu_high',
      service: 'orders',
      at,
      cause: 'condition',
      cause_id: 'condition_1',
      metric: 'cpu_usage',
      acted_at: null,
      held_by: ['budget'],
      ended_at: null,
      judged: 'true_positive',
      why: 'it lasted 30 min',
      minutes_saved: 0,
      minutes_ahead: null,
    },
  ],
  missed: [],
  notes: ['Of past deployments only what ECS keeps is known.'],
  measured: { days: 14, services: 1, series: 1, points: 20_160, rounds: 20_161, forecasts: 0, seconds: 0.4 },
};

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'forestall-cli-'));
  await writeFile(join(cwd, 'x.yml'), '- { name: cpu_high, condition: cpu_usage > 85, action: scale }\n');
});
afterEach(() => rm(cwd, { recursive: true }));

async function forestall(answer: (asked: Asked) => Answer, ...args: string[]) {
  const server = await answering(answer);
  const terminal = recordedTerminal({ cwd, env: { FORESTALL_URL: server.url, FORESTALL_API_KEY: 'rp_a_b' } });
  const code = await run(args, terminal, () => new AbortController().signal);
  await server.stop();
  return { code, out: terminal.said.join('\n'), aside: terminal.asides.join('\n'), asked: server.asked };
}

/** Queued when asked for, done at the first look. */
const doing = (end: object) => (asked: Asked) =>
  asked.method === 'POST' ? { status: 202, body: job } : { body: { ...job, progress: 1, ...end } };

describe('policies backtest', () => {
  test('sends the file as it is written, waits for the job, and says what came of it', async () => {
    const end = { status: 'succeeded', result: report };
    const { code, out, asked } = await forestall(doing(end), 'policies', 'backtest', 'x.yml', '--since', '14d');
    expect(code).toBe(0);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /policies/backtest',
      'GET /jobs/job_1',
    ]);
    expect(asked[0]?.body).toEqual({
      file: '- { name: cpu_high, condition: cpu_usage > 85, action: scale }\n',
      since: '2026-11-11T12:00:00.000Z',
    });
    expect(out).toMatch(/cpu_high +5 +4 +3 +1 +1 +2 +6[12] +budget 1/);
    expect(out).toContain('it lasted 30 min; held by budget');
    expect(out).toContain('Of past deployments');
  });

  test('--json is the report, and --policy names policies that are there', async () => {
    const end = { status: 'succeeded', result: report };
    const { out, asked } = await forestall(doing(end), 'policies', 'backtest', '--policy', 'policy_1', '--json');
    expect(JSON.parse(out)).toEqual(report);
    expect(asked[0]?.body).toMatchObject({ policies: ['policy_1'] });
  });

  test('a job that was refused says why', async () => {
    const end = { status: 'failed', problem: { status: 422, detail: 'ask for fewer days' } };
    const { code, aside } = await forestall(doing(end), 'policies', 'backtest', 'x.yml');
    expect(code).not.toBe(0);
    expect(aside).toContain('ask for fewer days');
  });

  test('neither a file nor policies, and a time that is none, are refused before anything is asked', async () => {
    const nothing = await forestall(doing({}), 'policies', 'backtest');
    const never = await forestall(doing({}), 'policies', 'backtest', 'x.yml', '--since', 'yesterday');
    expect([nothing.code === 0, never.code === 0, nothing.asked, never.asked]).toEqual([false, false, [], []]);
    expect(nothing.aside).toContain('Give a policy file');
    expect(never.aside).toContain('14d');
  });
});

describe('policies replay', () => {
  const decision = {
    id: 'decision_1',
    at,
    policy_id: 'policy_1',
    policy_name: 'cpu_high',
    service: 'orders',
    scope: 'orders',
    outcome: 'held',
    because: 'scale was held: orders is protected',
    cause_id: 'anomaly_1',
    actions: [],
  };
  const kept = '{"a":1}';

  test('says that a decision was made again, byte for byte', async () => {
    const body = { decision, same: true, kept, replayed: kept, diverged: null };
    const { code, out, asked } = await forestall(() => ({ body }), 'policies', 'replay', 'decision_1');
    expect(code).toBe(0);
    expect(asked[0]?.path).toBe('/decisions/decision_1/replay');
    expect(out).toContain('orders is protected');
    expect(out).toContain('byte for byte (7 bytes)');
  });

  test('fails where it was not, and says why', async () => {
    const body = { decision, same: false, kept, replayed: null, diverged: 'it asks kill.read now' };
    const { code, out } = await forestall(() => ({ body }), 'policies', 'replay', 'decision_1');
    expect(code).toBe(1);
    expect(out).toContain('it asks kill.read now');
  });
});
