import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { type Answer, type Asked, answering } from '../testing/server.ts';
import { recordedTerminal } from '../testing/terminal.ts';

async function forestall(args: readonly string[], answer: (asked: Asked, count: number) => Answer) {
  const server = await answering(answer);
  const terminal = recordedTerminal({
    cwd: tmpdir(),
    env: { FORESTALL_URL: server.url, FORESTALL_API_KEY: 'rp_admin_secret' },
  });
  const code = await run(args, terminal, () => new AbortController().signal);
  await server.stop();
  return { code, out: terminal.said.join('\n'), aside: terminal.asides.join('\n'), asked: server.asked };
}

const intact = {
  intact: true,
  records: 3,
  head: { seq: 3, hash: 'ab'.repeat(32), recorded_at: '2026-11-25T12:00:00.000Z' },
  settling: 0,
  findings_count: 0,
  findings: [],
};
const tampered = {
  ...intact,
  intact: false,
  findings_count: 7,
  findings: [{ kind: 'cut_off', seq: 3, to: 3, id: 'a', members: [], message: 'the end is cut off: record 3 is gone' }],
};
const job = (change: object) => ({
  id: 'job_1',
  status: 'running',
  progress: 0.4,
  result: null,
  problem: null,
  ...change,
});

describe('audit verify', () => {
  test('says that all is as it was, and where the chain ends', async () => {
    const { code, out } = await forestall(['audit', 'verify'], () => ({ body: intact }));
    expect(code).toBe(0);
    expect(out).toContain('as it was recorded: 3 records, the last one number 3');
    expect(out).toContain('ab'.repeat(32));
  });

  test('names what was tampered with, and has the exit code 1, as JSON too', async () => {
    const { code, out, aside } = await forestall(['audit', 'verify'], () => ({ body: tampered }));
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'cut off: the end is cut off: record 3 is gone',
      '… and 6 more.',
      '3 records are under lock.',
    ]);
    expect(aside).toBe('The audit is not what was recorded.');
    const json = await forestall(['audit', 'verify', '--json'], () => ({ body: tampered }));
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ intact: false });
  });

  test('waits for a job where the chain is long', async () => {
    const answers = [job({ status: 'queued', progress: 0 }), job({}), job({ status: 'succeeded', result: tampered })];
    const { code, asked } = await forestall(['audit', 'verify'], (_asked, count) => ({
      status: count === 1 ? 202 : 200,
      body: answers[count - 1],
    }));
    expect(code).toBe(1);
    expect(asked.map(({ path }) => path)).toEqual(['/audit/verify', '/jobs/job_1', '/jobs/job_1']);
  });

  test('a job that failed is a failure in words', async () => {
    const { code, aside } = await forestall(['audit', 'verify'], () => ({
      status: 202,
      body: job({ status: 'failed', problem: { detail: 'the bucket is away' } }),
    }));
    expect([code, aside.split('\n')[0]]).toEqual([1, 'The audit could not be verified: the bucket is away.']);
  });
});

describe('audit list', () => {
  const record = {
    seq: 12,
    at: '2026-11-25T11:59:00.000Z',
    actor: 'policy:policy_1',
    action: 'action.held',
    target: 'service:orders',
    detail: {
      guards: [
        { guard: 'kill_switch', passed: true, reason: 'on' },
        { guard: 'budget', passed: false, reason: 'three an hour' },
      ],
      reason: 'anomaly(cpu_usage)',
    },
  };

  test('one line a record, with why', async () => {
    const { out, asked } = await forestall(['audit', 'list', '--target', 'service:orders', '--since', '2h'], () => ({
      body: { records: [record], count: 1, next_cursor: 'c' },
    }));
    expect(out).toMatch(/12 +1 min ago +policy:policy_1 +action\.held +service:orders +three an hour/);
    expect(asked[0]?.path).toBe('/audit?target=service%3Aorders&limit=50&since=2026-11-25T10%3A00%3A00.000Z');
  });

  test('a time that is none is a usage error', async () => {
    expect((await forestall(['audit', 'list', '--since', 'yesterday'], () => ({}))).code).toBe(2);
  });
});
