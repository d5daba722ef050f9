import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { api, installation, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';

const Finding = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  message: z.string(),
  rule: z.string(),
});
const Validated = z.object({
  valid: z.boolean(),
  policies: z.number(),
  faults: z.array(Finding),
  warnings: z.array(Finding),
});
const Applied = z.object({
  applied: z.boolean(),
  version: z.number(),
  changes: z.array(
    z.looseObject({
      change: z.string(),
      id: z.string(),
      name: z.string(),
      differences: z.array(z.object({ member: z.string(), before: z.unknown(), after: z.unknown() })),
      kept: z.array(z.string()),
    }),
  ),
});
const List = z.object({
  policies: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      version: z.number(),
      file: z.string().nullable(),
      enabled: z.boolean(),
    }),
  ),
});

const FILE = 'policies/teams/tree/policies.yml';
const leak = (value: number) =>
  `  - name: leak\n    condition: memory_usage > ${value}\n    actions: [restart_container, { type: scale, max_replicas: ${value / 10} }]\n`;
const busy = '  - name: busy\n    condition: cpu_usage > 85\n    action: scale\n';
const files = (...policies: string[]) => ({ [FILE]: `services: [tree, branch]\npolicies:\n${policies.join('')}` });

const post = (path: string, body: unknown, init: { headers?: Record<string, string>; key?: string } = {}) =>
  api(path, { method: 'POST', body: JSON.stringify(body), ...init });
const apply = (tree: Record<string, string>, query = '') =>
  json(post(`/policies/apply?${query}`, { files: tree }), Applied);
const changesOf = ({ changes }: z.infer<typeof Applied>) => changes.map(({ change, name }) => `${change} ${name}`);
const ofTree = async () =>
  (await json(api('/policies?limit=500&namespace=tree'), List)).policies.sort((a, b) => a.name.localeCompare(b.name));

// these tests go on from each other: there is one tree
describe('a tree of policies', () => {
  test('is checked beside all that is there: faults and doubts with their place, and nothing is changed', async () => {
    const shadowing =
      '  - { name: same, when: anomaly(memory_usage), actions: [{ type: restart_container, strategy: rolling }] }\n';
    const found = await json(post('/policies/validate', { files: files(shadowing) }), Validated);
    expect(found).toMatchObject({ valid: true, policies: 1, faults: [] });
    expect(found.warnings.map(({ rule, line }) => `${rule} ${line}`)).toEqual(expect.arrayContaining(['shadowed 3']));
    const wrong = await json(
      post('/policies/validate', { files: files(busy.replace('cpu_usage', 'cpu_usgae')) }),
      Validated,
    );
    expect(wrong.faults).toEqual([
      { file: FILE, line: 4, column: 16, rule: 'written', message: expect.stringContaining('did you mean cpu_usage') },
    ]);
    const one = { when: 'cpu_usage > 90 and latency_p50 > 500ms and latency_p99 < 300ms', action: 'scale' };
    const alone = await json(post('/policies/validate', one), Validated);
    expect(alone.faults.map(({ rule }) => rule)).toEqual(['never_fires']);
    const yaml = 'when: cpu_usage > 90\naction: scale\nservice: orders\ncooldwon: 5m\n';
    const headers = { 'content-type': 'application/yaml' };
    const typed = await json(api('/policies/validate', { method: 'POST', body: yaml, headers }), Validated);
    expect(typed.faults.map(({ line, column }) => [line, column])).toEqual([[4, 1]]);
    expect(await ofTree()).toEqual([]);
  });

  test('is planned first, applied as a whole, and applied again changes nothing', async () => {
    expect(changesOf(await apply(files(leak(80), busy), 'dry_run'))).toEqual(['create leak', 'create busy']);
    expect(await ofTree()).toEqual([]);
    const done = await apply(files(leak(80), busy));
    expect(done.applied).toBe(true);
    expect((await ofTree()).map(({ name, file, version }) => [name, file, version])).toEqual([
      ['busy', FILE, 1],
      ['leak', FILE, 1],
    ]);
    const again = await apply(files(leak(80), busy));
    expect(changesOf(again)).toEqual(['none leak', 'none busy']);
    expect(again.version).toBe(done.version);
  });

  test('one fault anywhere, and nothing of it is applied', async () => {
    const refused = await problem(post('/policies/apply', { files: files(leak(90), busy.replace('85', '85ms')) }), 422);
    expect(refused.errors).toEqual([
      {
        pointer: `/files/${FILE.replaceAll('/', '~1')}`,
        message: expect.stringMatching(/^line 7, column 28: cpu_usage is a percentage/),
      },
    ]);
    expect((await ofTree()).map(({ version }) => version)).toEqual([1, 1]);
  });

  test('shows what becomes what, and keeps what was switched meanwhile', async () => {
    const [found] = await ofTree();
    await json(
      api(`/policies/${found?.id}`, { method: 'PUT', body: JSON.stringify({ ...found, enabled: false }) }),
      z.looseObject({}),
    );
    const done = await apply(files(leak(90), busy));
    expect(done.changes.map(({ name, differences, kept }) => ({ name, differences, kept }))).toEqual([
      {
        name: 'leak',
        differences: [
          { member: 'condition', before: 'memory_usage > 80', after: 'memory_usage > 90' },
          { member: 'actions[1].max_replicas', before: 8, after: 9 },
        ],
        kept: [],
      },
      { name: 'busy', differences: [], kept: ['enabled'] },
    ]);
    expect((await ofTree()).map(({ name, enabled }) => [name, enabled])).toEqual([
      ['busy', false],
      ['leak', true],
    ]);
  });

  test('of many appliers at once, each with another tree, one wins and the others are told; there is never half of two', async () => {
    const trees = Array.from({ length: 5 }, (_, index) =>
      files(
        ...['a', 'b', 'c'].map(
          (name) => `  - { name: ${name}, condition: cpu_usage > ${50 + index}, action: alert }\n`,
        ),
      ),
    );
    const version = (await apply(trees[0] ?? {}, 'dry_run')).version;
    const headers = { 'if-match': `"${version}"` };
    const answers = await Promise.all(trees.map((tree) => post('/policies/apply', { files: tree }, { headers })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const conditions = (await ofTree()).filter(({ name }) => name.length === 1).map((one) => one.condition);
    expect(conditions).toHaveLength(3);
    expect(new Set(conditions).size).toBe(1);
  });

  test('loses what is no longer in it where it is pruned, and only then', async () => {
    expect(changesOf(await apply(files(busy)))).toEqual(['none busy']);
    const elsewhere = await apply(files(busy), 'prune&within=policies/teams/other/&dry_run');
    expect(changesOf(elsewhere)).toEqual(['none busy']);
    const pruned = await apply(files(busy), `prune&within=${FILE}`);
    expect(changesOf(pruned).sort()).toEqual(['none busy', 'remove a', 'remove b', 'remove c', 'remove leak']);
    expect((await ofTree()).map(({ name }) => name)).toEqual(['busy']);
  });

  test('and what is made one by one take no name from each other', async () => {
    const made = { name: 'busy', namespace: 'tree', condition: 'cpu_usage > 99', action: 'alert' };
    await problem(post('/policies', made), 409);
    await json(post('/policies', { ...made, name: 'own' }), z.looseObject({}), 201);
    const own = '  - { name: own, condition: cpu_usage > 99, action: alert }\n';
    const refused = await problem(post('/policies/apply', { files: files(busy, own) }), 422);
    expect(refused.errors?.[0]?.message).toContain('was made through the API');
    const shipped = { 'policies/x.yml': '- { name: memory_leak, when: anomaly(memory_usage), action: alert }\n' };
    const deployed = await problem(post('/policies/apply', { files: shipped }), 422);
    expect(deployed.errors?.[0]?.message).toContain('part of the deploy');
  });

  test('a policy of it is removed like any other', async () => {
    const [found] = (await ofTree()).filter(({ name }) => name === 'busy');
    expect((await api(`/policies/${found?.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ofTree()).map(({ name }) => name)).toEqual(['own']);
  });

  test('a key of a namespace applies only what is theirs, and takes no service', async () => {
    const body = { name: 'tree team', scopes: ['read', 'write'], namespaces: ['tree'] };
    const { key } = await json(post('/keys', body), z.looseObject({ key: z.string() }), 201);
    const foreign = { 'policies/teams/payments/policies.yml': `policies:\n${busy}` };
    await problem(post('/policies/apply', { files: foreign }, { key }), 403);
    const taken = await problem(post('/policies/apply', { files: files(busy) }, { key }), 422);
    expect(taken.errors?.[0]?.message).toContain('may not give branch to tree');
    const fine = { [FILE]: `policies:\n${busy}` };
    await json(post('/policies/apply?dry_run', { files: fine }, { key }), Applied);
  });
});

describe('the command line', () => {
  const command = resolve(import.meta.dirname, '../../cli/forestall.mjs');
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forestall-policies-'));
    await mkdir(join(folder, 'policies/teams/leaves'), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const forestall = (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const { api_url, admin_key } = installation();
    const env = { PATH: process.env.PATH, FORESTALL_URL: api_url, FORESTALL_API_KEY: admin_key };
    return new Promise((done, failed) => {
      const child = execFile(
        process.execPath,
        [command, 'policies', ...args],
        { cwd: folder, timeout: 60_000, env },
        (error, out, err) => {
          if (error && typeof error.code !== 'number') failed(error);
          else done({ code: child.exitCode ?? -1, out, err });
        },
      );
    });
  };
  const write = (text: string) => writeFile(join(folder, 'policies/teams/leaves/policies.yml'), `policies:\n${text}`);

  test('plans, applies, shows the difference and refuses, with exit codes for CI', async () => {
    await write(leak(80) + busy);
    expect(await forestall('apply', '--dry-run', '--exit-code')).toMatchObject({ code: 3 });
    const first = await forestall('apply');
    expect(first, first.err).toMatchObject({ code: 0 });
    expect(first.out).toContain('+ leaves/leak  policies/teams/leaves/policies.yml:2');
    expect(first.out).toContain('2 new, 0 changed, 0 removed');
    expect(await forestall('apply', '--dry-run', '--exit-code')).toMatchObject({ code: 0 });
    await write(leak(90));
    const second = await forestall('apply', '--prune');
    expect(second.out).toContain('    condition: memory_usage > 80 → memory_usage > 90');
    expect(second.out).toContain('- leaves/busy  was in policies/teams/leaves/policies.yml');
    await write(`${leak(90)}${busy.replace('scale', 'rebot')}`);
    const refused = await forestall('apply');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('policies/teams/leaves/policies.yml:7:13 error "rebot" is no type of action');
  });
});
