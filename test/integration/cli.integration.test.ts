import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { bookService } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

const command = resolve(import.meta.dirname, '../../cli/forestall.mjs');
const SERVICE = 'cashier';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ran {
  code: number;
  out: string;
  err: string;
}

/** The command as people run it: its own process, told by the environment which installation is meant. */
function forestall(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const { api_url, admin_key } = installation();
  return new Promise((done, failed) => {
    const child = execFile(
      process.execPath,
      [command, ...args],
      {
        cwd: folder,
        timeout: 60_000,
        env: { PATH: process.env.PATH, FORESTALL_URL: api_url, FORESTALL_API_KEY: admin_key, ...env },
      },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') failed(error);
        else done({ code: child.exitCode ?? -1, out, err });
      },
    );
  });
}

const jsonOf = <S extends z.ZodType>({ out }: Ran, schema: S): z.output<S> => schema.parse(JSON.parse(out));

test('status shows the engine, the services, and no stack trace for a key that is not accepted', async () => {
  await bookService(SERVICE);
  const seen = await until(
    'the service is watched',
    async () => {
      const { out } = await forestall(['status']);
      return out.includes(SERVICE) && out;
    },
    { within: 200_000, every: 3_000 },
  );
  expect(seen).toContain(`Forestall at ${installation().api_url}: the engine is on`);
  expect(seen).toMatch(new RegExp(`${SERVICE} +unknown`));
  expect(seen).toContain('Last actions');

  const refused = await forestall(['status'], { FORESTALL_API_KEY: 'rp_nobody_knows' });
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err.trim().split('\n')).toEqual([
    `${installation().api_url} does not accept the key of FORESTALL_API_KEY.`,
    'Give another with --key or FORESTALL_API_KEY.',
  ]);
}, 240_000);

test('status, anomalies, actions and policies are JSON for programs', async () => {
  jsonOf(
    await forestall(['status', '--json']),
    z.object({ engine: z.object({ enabled: z.boolean() }), services: z.array(z.unknown()) }),
  );
  jsonOf(await forestall(['anomalies', '--all', '--json']), z.object({ anomalies: z.array(z.unknown()) }));
  jsonOf(await forestall(['actions', '--json']), z.object({ actions: z.array(z.unknown()) }));
  const { policies } = jsonOf(
    await forestall(['policies', 'list', '--json']),
    z.object({ policies: z.array(z.object({ name: z.string() })) }),
  );
  expect(policies.map(({ name }) => name)).toContain('memory_leak');
});

test('anomalies of a service that has none are said in words', async () => {
  expect(await forestall(['anomalies', '--service', SERVICE])).toMatchObject({ code: 0, out: 'No anomaly is open.\n' });
});

test('an anomaly is told as what it does, judged, and the verdict taken back', async () => {
  const { id, service } = await storeAnomaly({ id: 'anomaly_told', service: 'nobodys', shape: 'drift' });
  await until(
    'the list shows it',
    async () => (await forestall(['anomalies', '--service', service])).out.includes(id),
    { every: 1_000 },
  );
  expect((await forestall(['anomalies', '--service', service])).out).toMatch(
    /nobodys +cpu_usage +drifts up +90% +10–32%/,
  );
  expect(await forestall(['feedback', id, '--false', '--note', 'a backup'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^nobodys cpu_usage: a false positive; detection of nobodys cpu_usage gets stricter: 50 %/,
    ),
  });
  expect(await forestall(['feedback', id, '--undo'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/no longer a false positive; .* less strict: 100 %/),
  });
  expect(await forestall(['feedback', id, '--undo'])).toMatchObject({ code: 1, err: expect.stringContaining('404') });
});

test('off and on turn the kill switch, and status says why it is off', async () => {
  const engine = () => json(api('/status'), z.object({ enabled: z.boolean(), reason: z.string() }));
  try {
    expect(await forestall(['off'])).toMatchObject({ code: 2, err: expect.stringContaining('--reason') });
    expect(await engine()).toMatchObject({ enabled: true });
    expect(await forestall(['off', '--reason', 'a test of the command line'])).toMatchObject({ code: 0 });
    expect(await engine()).toMatchObject({ enabled: false, reason: 'a test of the command line' });
    expect((await forestall(['status'])).out).toContain('the engine is OFF: a test of the command line');
  } finally {
    // what another test began may still be under way, and then it is said
    expect(await forestall(['on'])).toMatchObject({ code: 0, out: expect.stringMatching(/^the engine is on\n/) });
  }
  expect(await engine()).toMatchObject({ enabled: true });
});

test('a configuration is checked without an installation: good, and bad with every fault at its place', async () => {
  const good = join(folder, 'good.yml');
  await writeFile(good, 'sources: [{ type: cloudwatch }]\nservices: { orders: { depends_on: [users] }, users: {} }\n');
  const nowhere = { FORESTALL_URL: 'http://127.0.0.1:1' };
  const sound = await forestall(['config', 'validate', 'good.yml'], nowhere);
  expect(sound).toMatchObject({ code: 0, err: '' });
  expect(sound.out).toContain('good.yml is sound.');

  await writeFile(join(folder, 'forestall.yml'), 'resoluton: 10s\nservices:\n  orders: { depends_on: users }\n');
  const bad = await forestall(['config', 'validate'], nowhere);
  expect(bad.code).toBe(1);
  expect(bad.out.trim().split('\n')).toEqual([
    'forestall.yml:1:1 error unknown key resoluton: did you mean resolution?',
    'forestall.yml:3:25 error depends_on: give a list, not "users"',
  ]);
});

test('a fault that there is not is refused with all that there are', async () => {
  const { code, err } = await forestall(['break', 'payments', '--fault', 'memory-lek']);
  expect(code).toBe(2);
  expect(err).toContain('There is no fault memory-lek: did you mean memory-leak?');
  expect(err).toContain('connection-leak');
});

test('watch connects, says what it watches, shows an event, and Ctrl-C ends it with 0', async () => {
  const { api_url, admin_key } = installation();
  const child = execFile(process.execPath, [command, 'watch', '--json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, FORESTALL_URL: api_url, FORESTALL_API_KEY: admin_key },
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  child.stderr?.on('data', (text) => {
    err += text;
  });
  const exited = new Promise<number | null>((done) => child.on('exit', done));
  try {
    await until(
      'it watches',
      async () => {
        if (!err.includes('watching every service')) throw new Error(`it said: ${err}`);
        return true;
      },
      { within: 90_000 },
    );
    const body = JSON.stringify({ action: 'alert', service: SERVICE, reason: 'seen by watch', parameters: {} });
    await json(api('/actions/execute', { method: 'POST', body }), z.unknown(), 202);
    await until('the alert is shown', async () => out.includes('seen by watch'), { within: 60_000 });
    const [line] = out.split('\n').filter((one) => one.includes('seen by watch'));
    expect(JSON.parse(line ?? '')).toMatchObject({ event: 'action.succeeded', action: { service: SERVICE } });
  } finally {
    child.kill('SIGINT');
  }
  expect(await exited).toBe(0);
});
