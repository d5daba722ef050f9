import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from './run.ts';
import { leak, restart } from './testing/nouns.ts';
import { type Asked, answering } from './testing/server.ts';
import { recordedTerminal } from './testing/terminal.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'forestall-cli-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const engine = { enabled: true, reason: '', by: 'deployment', at: '2026-11-25T11:00:00.000Z' };
const off = { ...engine, enabled: false, reason: 'migration', by: 'key:admin' };
const health = {
  service: 'payments',
  status: 'unhealthy',
  cpu: 12.34,
  memory: 58.2,
  error_rate: 0.012,
  latency_p99: 244.9,
  request_rate: 17,
  connection_pool: 40,
  running_tasks: 2,
  open_anomalies: 1,
  ready: true,
  as_of: '2026-11-25T11:59:50.000Z',
};
const stale = {
  ...health,
  service: 'users',
  status: 'unknown',
  cpu: null,
  memory: null,
  ready: false,
  open_anomalies: 0,
};

const answers: Record<string, unknown> = {
  '/status': engine,
  '/health': [health, stale],
  '/anomalies': { anomalies: [leak({ started_at: '2026-11-25T11:58:30.000Z' })], count: 1, next_cursor: null },
  '/predictions/all': {
    predictions: [
      {
        metric: 'orders_cpu_usage',
        service: 'orders',
        unit: '%',
        current: 62.4,
        threshold: 90,
        breach_time: '2026-11-25T12:48:00.000Z',
        breach_probability: 0.93,
        method: 'robust_line',
      },
    ],
    count: 1,
    next_cursor: null,
  },
  '/actions/recent': {
    actions: [restart({ created_at: '2026-11-25T11:59:00.000Z', status: 'acting' })],
    count: 1,
    next_cursor: null,
  },
  '/actions': { actions: [], count: 0, next_cursor: null },
  '/policies': {
    policies: [
      {
        id: 'policy_a',
        name: 'leak',
        when: 'anomaly(memory_usage)\n',
        actions: [{ type: 'restart_container' }],
        enabled: true,
        source: 'file',
        namespace: null,
        service: null,
      },
      {
        id: 'policy_b',
        name: 'cpu',
        condition: 'cpu_usage > 85',
        action: 'alert',
        service: 'orders',
        enabled: false,
        source: 'api',
        namespace: null,
      },
    ],
    count: 2,
    next_cursor: null,
  },
};

async function forestall(args: readonly string[], over: Record<string, unknown> = {}) {
  const server = await answering(({ method, path }: Asked) => {
    const body = { ...answers, ...over }[path.split('?')[0] ?? ''];
    return body === undefined ? { status: 404, body: { detail: `no ${method} ${path}` } } : { body };
  });
  const terminal = recordedTerminal({
    cwd,
    env: { FORESTALL_URL: server.url, FORESTALL_API_KEY: 'rp_admin_secret', FORESTALL_FLEET_URL: server.url },
  });
  const code = await run(args, terminal, () => new AbortController().signal);
  await server.stop();
  return {
    code,
    out: terminal.said.join('\n'),
    aside: terminal.asides.join('\n'),
    asked: server.asked,
    url: server.url,
  };
}

describe('status', () => {
  test('shows services, open anomalies, last actions and the switch', async () => {
    const { code, out, url } = await forestall(['status']);
    expect(code).toBe(0);
    expect(out).toContain(`Forestall at ${url}: the engine is on`);
    expect(out).toMatch(/payments +unhealthy +12\.3% +58\.2% +1\.2% +245 ms +17\/s +40% +2 +1/);
    expect(out).toMatch(/users +unknown +– +– .*last data 10 s ago/);
    expect(out).toMatch(/payments +memory_usage +above +58\.2% +28–34% +high +page +open +1 min 30 s ago +anomaly_0a/);
    expect(out).toMatch(/orders +cpu_usage +62\.4% +90% +in 48 min +93% +robust line/);
    expect(out).toMatch(/1 min ago +payments +restart container +memory_leak +acting +anomaly\(memory_usage\)/);
  });

  test('says why nothing is done while the switch is off', async () => {
    const { out } = await forestall(['status'], { '/status': off });
    expect(out).toContain('the engine is OFF: migration (by key:admin, 1 h ago)');
  });

  test('is JSON for programs', async () => {
    const { out } = await forestall(['status', '--json']);
    expect(JSON.parse(out)).toMatchObject({ engine: { enabled: true }, services: [{ service: 'payments' }, {}] });
  });
});

describe('break and heal', () => {
  test('sets the fault and says what it does', async () => {
    const { code, out, asked } = await forestall(['break', 'payments-service', '--fault', 'memory-leak'], {
      '/faults': { tasks: 2, description: 'heap stays' },
    });
    expect(code).toBe(0);
    expect(asked).toMatchObject([{ method: 'POST', body: { service: 'payments', fault: 'memory-leak' } }]);
    expect(out).toContain('payments has memory-leak now (2 tasks): heap stays.');
  });

  test.each([
    [['break', 'paymets', '--fault', 'crash'], 'did you mean payments?', 'orders, users, payments'],
    [['break', 'payments', '--fault', 'memory'], 'There is no fault memory', 'connection-leak'],
    [['break', 'payments'], "required option '--fault <fault>'", ''],
  ])('%o is a usage error that says what there is', async (args, sentence, help) => {
    const { code, aside, asked } = await forestall(args);
    expect(code).toBe(2);
    expect(aside).toContain(sentence);
    expect(aside).toContain(help);
    expect(asked).toEqual([]);
  });

  test('heal ends them', async () => {
    const { code, asked } = await forestall(['heal'], { '/faults': { healed: true } });
    expect(code).toBe(0);
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/faults' }]);
  });
});

describe('the switch', () => {
  test('off sends its reason and tells what goes on', async () => {
    const { out, asked } = await forestall(['off', '--reason', 'migration'], {
      '/toggle': { ...off, still_running: [{ type: 'restart_container', service: 'users' }] },
    });
    expect(asked).toMatchObject([{ path: '/toggle', body: { enabled: false, reason: 'migration' } }]);
    expect(out).toContain('the engine is OFF: migration');
    expect(out).toContain('still carrying out what was begun before: restart container of users.');
  });

  test('off without a reason is refused here already', async () => {
    const { code, asked } = await forestall(['off']);
    expect(code).toBe(2);
    expect(asked).toEqual([]);
  });

  test('on needs none', async () => {
    const { code, asked } = await forestall(['on'], { '/toggle': engine });
    expect(code).toBe(0);
    expect(asked[0]?.body).toMatchObject({ enabled: true });
  });
});

describe('feedback', () => {
  const path = '/anomalies/anomaly_0a/feedback';
  const moved = {
    [path]: {
      service: 'payments',
      metric: 'memory_usage',
      verdict: 'false_positive',
      effect: 'detection of payments memory_usage gets stricter',
    },
  };

  test('says what it was and what that changed', async () => {
    const { code, out, asked } = await forestall(['feedback', 'anomaly_0a', '--false', '--note', 'a backup'], moved);
    expect(code).toBe(0);
    expect(asked).toMatchObject([{ method: 'POST', path, body: { verdict: 'false_positive', note: 'a backup' } }]);
    expect(out).toBe('payments memory_usage: a false positive; detection of payments memory_usage gets stricter.');
    expect((await forestall(['feedback', 'anomaly_0a', '--true'], moved)).asked[0]?.body).toEqual({
      verdict: 'true_positive',
    });
  });

  test('is taken back', async () => {
    const { out, asked } = await forestall(['feedback', 'anomaly_0a', '--undo'], moved);
    expect(asked).toMatchObject([{ method: 'DELETE', path, body: undefined }]);
    expect(out).toContain('no longer a false positive');
  });

  test.each([[[]], [['--true', '--false']], [['--undo', '--false']], [['--undo', '--note', 'x']]])(
    'with %o is a usage error',
    async (args) => {
      const { code, asked } = await forestall(['feedback', 'anomaly_0a', ...args], moved);
      expect(code).toBe(2);
      expect(asked).toEqual([]);
    },
  );
});

describe('a decision about an action', () => {
  const hash = 'a'.repeat(64);
  const asked = {
    ...restart({ type: 'scale', plan: { from: 2, to: 4 } }),
    status: 'awaiting_approval',
    approval: { state: 'requested', why: 'the policy suggests', hash, expires_at: null },
  };
  const waiting = {
    '/actions/action_0a': asked,
    '/actions/action_0a/approve': asked,
    '/actions/action_0a/reject': asked,
  };

  test('is bound to the plan that is asked about, and says what that is', async () => {
    const { code, out, asked: calls } = await forestall(['approve', 'action_0a', '--note', 'fine'], waiting);
    expect(code).toBe(0);
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /actions/action_0a',
      'POST /actions/action_0a/approve',
    ]);
    expect(calls[1]?.body).toEqual({ hash, note: 'fine' });
    expect(out).toBe('payments scale (2 → 4 tasks): approved.');
    expect((await forestall(['reject', 'action_0a'], waiting)).out).toContain(': rejected.');
  });

  test('that nobody waits for is refused before it is sent', async () => {
    const over = { '/actions/action_0a': { ...asked, status: 'succeeded', approval: null } };
    const { code, aside, asked: calls } = await forestall(['approve', 'action_0a'], over);
    expect(code).toBe(1);
    expect(aside).toContain('action_0a waits for no decision: it is succeeded');
    expect(calls).toHaveLength(1);
  });

  test('to take it back needs a reason', async () => {
    const { code, asked: calls } = await forestall(['rollback', 'action_0a', '--reason', 'the sale is over'], {
      '/actions/action_0a/rollback': asked,
    });
    expect(code).toBe(0);
    expect(calls[0]).toMatchObject({ method: 'POST', body: { reason: 'the sale is over' } });
    expect((await forestall(['rollback', 'action_0a'])).code).toBe(2);
  });
});

describe('lists', () => {
  test('anomalies are the open ones, or all', async () => {
    expect((await forestall(['anomalies', '--service', 'payments'])).asked[0]?.path).toBe(
      '/anomalies?service=payments&limit=50',
    );
    expect((await forestall(['anomalies', '--all', '--limit', '3'])).asked[0]?.path).toBe(
      '/anomalies?limit=3&status=all',
    );
  });

  test('what an episode does is told, of whatever kind it is; foreseen breaches when asked', async () => {
    const all = [
      leak({ shape: 'drift' }),
      leak({ metric: 'request_rate', direction: 'down' }),
      leak({ kind: 'multivariate' }),
      leak({ kind: 'predicted_breach', forecast_exhaustion: '2026-11-25T12:30:00.000Z', breach_probability: 0.874 }),
      { ...leak(), kind: 'tide', shape: null },
      { ...leak(), shape: 'odd_wave' },
    ];
    const { out, asked } = await forestall(['anomalies', '--kind', 'predicted_breach'], {
      '/anomalies': { anomalies: all, next_cursor: null },
    });
    expect(asked[0]?.path).toBe('/anomalies?limit=50&kind=predicted_breach');
    const lines = out.split('\n').slice(1);
    for (const [index, what] of [
      / drifts up +58/,
      / below +58/,
      / multivariate +58/,
      / limit at \d\d:30:00, 87% +58/,
      / tide +58/,
      / odd wave +58/,
    ].entries())
      expect(lines[index]).toMatch(what);
  });

  test('no actions are said in words, a list that goes on says so', async () => {
    expect((await forestall(['actions'])).out).toBe('Nothing was done yet.');
    const { aside } = await forestall(['actions'], { '/actions': { actions: [restart()], next_cursor: 'c' } });
    expect(aside).toContain('newest 50');
  });

  test('a limit that is none is a usage error', async () => {
    expect((await forestall(['actions', '--limit', 'many'])).code).toBe(2);
  });

  test('policies are listed in any spelling', async () => {
    const { out } = await forestall(['policies', 'list']);
    expect(out).toMatch(/leak +every service +restart_container +auto +file +anomaly\(memory_usage\)/);
    expect(out).toMatch(/cpu +orders +alert +disabled +api +cpu_usage > 85/);
  });
});

describe('checks of files', () => {
  test('a sound configuration says what is watched', async () => {
    await writeFile(
      join(cwd, 'forestall.yml'),
      'sources: [{ type: cloudwatch, resolution: 10s }]\nservices: { a: { depends_on: [a-b] } }\n',
    );
    const { code, out } = await forestall(['config', 'validate']);
    expect(code).toBe(0);
    expect(out).toContain('forestall.yml:2:31 warning unknown service a-b: did you mean a?');
    expect(out).toContain('forestall.yml is sound. 1 warning.');
    expect(out).toContain('from AWS/ECS every 10s.');
  });

  test('an unsound one gives every fault with its place, and exit code 1', async () => {
    await writeFile(join(cwd, 'x.yml'), 'shards: 0\nresoluton: 1s\n');
    const { code, out, aside } = await forestall(['config', 'validate', 'x.yml']);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'x.yml:1:9 error shards: more than 0, not 0',
      'x.yml:2:1 error unknown key resoluton: did you mean resolution?',
    ]);
    expect(aside).toBe('x.yml has 2 faults.');
  });

  test('policies of a folder are checked together', async () => {
    await mkdir(join(cwd, 'policies', 'teams'), { recursive: true });
    await writeFile(join(cwd, 'policies', 'a.yml'), '- condition: cpu_usage > 85\n  action: alert\n');
    expect((await forestall(['policies', 'validate'])).out).toBe('1 sound policy in 1 file.');
    await writeFile(join(cwd, 'policies', 'teams', 'b.yml'), '- condition: cpu_usge > 85\n  acton: alert\n');
    const { code, out, aside } = await forestall(['policies', 'validate']);
    expect(code).toBe(1);
    expect(out).toBe('policies/teams/b.yml:2:3 error unknown key acton: did you mean action?');
    expect(aside).toBe('1 fault in 2 files.');
  });

  test.each([
    [['config', 'validate', 'none.yml'], 'none.yml cannot be read: '],
    [['policies', 'validate', 'none'], 'none cannot be read: '],
    [['policies', 'validate', '.'], '. holds no .yml file.'],
  ])('%o says what is missing', async (args, sentence) => {
    const { code, aside } = await forestall(args);
    expect(code).toBe(1);
    expect(aside).toContain(sentence);
    expect(aside).not.toContain('    at ');
  });
});

describe('the rest', () => {
  test('key says where it is, and itself only when asked', async () => {
    expect((await forestall(['key'])).out).not.toContain('secret');
    expect((await forestall(['key'])).out).toContain('FORESTALL_API_KEY: rp_admin_…');
    expect((await forestall(['key', '--show'])).out).toBe('rp_admin_secret');
  });

  test('help and version are no failures, an unknown command is a usage error with a guess', async () => {
    expect((await forestall(['--help'])).code).toBe(0);
    expect((await forestall(['--version'])).out).toMatch(/^\d+\.\d+\.\d+$/);
    const { code, aside } = await forestall(['statsu']);
    expect(code).toBe(2);
    expect(aside).toContain('status');
  });

  test('a refusal is a sentence and exit code 1', async () => {
    const { code, aside } = await forestall(['status'], { '/health': undefined });
    expect(code).toBe(1);
    expect(aside).toMatch(/refused this \(404\): no GET \/health\.$/);
  });
});
