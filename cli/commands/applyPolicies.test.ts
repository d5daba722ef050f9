import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { type Answer, type Asked, answering } from '../testing/server.ts';
import { recordedTerminal } from '../testing/terminal.ts';
import { type Workplace, workplace } from '../testing/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
  await place.put('policies/teams/payments/policies.yml', 'policies: []\n');
});
afterEach(() => place.remove());

const FILE = 'policies/teams/payments/policies.yml';
const change = { id: 'policy_1', name: 'leak', namespace: 'payments', file: FILE, line: 2, differences: [], kept: [] };
const plan = {
  applied: false,
  version: 3,
  changes: [
    { ...change, change: 'create' },
    {
      ...change,
      name: 'busy',
      change: 'update',
      line: 8,
      differences: [{ member: 'condition', before: 'cpu_usage > 80', after: 'cpu_usage > 90' }],
      kept: ['enabled'],
    },
    { ...change, name: 'old', change: 'remove', line: null },
    { ...change, name: 'same', change: 'none' },
  ],
  warnings: [{ file: FILE, line: 2, column: 5, message: 'whenever this holds, another does too' }],
};
const nothing = { ...plan, changes: [{ ...change, change: 'none' }], warnings: [] };

async function apply(args: string[], answer: (asked: Asked) => Answer = () => ({ body: plan })) {
  const server = await answering(answer);
  const env = { FORESTALL_URL: server.url, FORESTALL_API_KEY: 'rp_admin_secret' };
  const terminal = recordedTerminal({ cwd: place.cwd, env });
  const code = await run(['policies', 'apply', ...args], terminal, () => new AbortController().signal);
  await server.stop();
  return { code, asked: server.asked, out: terminal.said.join('\n'), aside: terminal.asides.join('\n') };
}

describe('policies apply', () => {
  test('shows what changes, then does what it showed', async () => {
    const { code, asked, out } = await apply([], ({ path }) => ({
      body: path.includes('dry_run=true') ? plan : { ...plan, applied: true, version: 4 },
    }));
    expect(code).toBe(0);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /policies/apply?dry_run=true',
      'POST /policies/apply?dry_run=false',
    ]);
    expect(asked[0]?.body).toEqual({ files: { [FILE]: 'policies: []\n' } });
    expect(out.split('\n')).toEqual([
      `${FILE}:2:5 warning whenever this holds, another does too`,
      `+ payments/leak  ${FILE}:2`,
      `~ payments/busy  ${FILE}:8`,
      '    condition: cpu_usage > 80 → cpu_usage > 90',
      '    enabled stays as it was switched: the file says nothing of it',
      `- payments/old  was in ${FILE}`,
      '1 new, 1 changed, 1 removed, 1 as they were (tree version 4).',
    ]);
  });

  test('a dry run asks once, and says by its exit code whether something would change, where it is asked to', async () => {
    const dry = await apply(['--dry-run']);
    expect([dry.code, dry.asked.length]).toEqual([0, 1]);
    expect(dry.out).toContain('Would be: 1 new, 1 changed, 1 removed, 1 as they were.');
    expect((await apply(['--dry-run', '--exit-code'])).code).toBe(3);
    expect((await apply(['--dry-run', '--exit-code'], () => ({ body: nothing }))).code).toBe(0);
  });

  test('where nothing changes, nothing is written', async () => {
    const { code, asked, out } = await apply([], () => ({ body: nothing }));
    expect([code, asked.length, out]).toEqual([0, 1, 'Nothing to change: all 1 are as the files say.']);
  });

  test('pruning ends where the path ends', async () => {
    const within = async (...args: string[]) => (await apply(['--prune', '--dry-run', ...args])).asked[0]?.path;
    expect(await within()).toContain('&prune=true&within=policies%2F');
    expect(await within('./policies/teams/')).toContain('&within=policies%2Fteams%2F');
    expect(await within(FILE)).toContain(`&within=${encodeURIComponent(FILE)}`);
  });

  test('what is refused is told with its place, and exit code 1', async () => {
    const faults = [{ file: FILE, line: 3, column: 7, message: 'no' }];
    const { code, asked, aside } = await apply([], () => ({
      status: 422,
      body: { detail: 'nothing was changed', faults },
    }));
    expect([code, asked.length]).toEqual([1, 1]);
    expect(aside).toContain(`${FILE}:3:7 error no`);
    expect(aside).toContain('nothing was changed');
  });

  test('who was slower is told so', async () => {
    const { code, aside } = await apply([], ({ path }) =>
      path.includes('dry_run=true')
        ? { body: plan }
        : { status: 412, body: { detail: 'somebody changed the policies at the same time' } },
    );
    expect(code).toBe(1);
    expect(aside).toContain('somebody changed the policies at the same time');
  });
});

describe('policies validate', () => {
  test('warnings fail only where they are to', async () => {
    await place.put('policies/a.yml', '- { condition: cpu_usage > 85, action: alert, notification: nobody }\n');
    const warned = await place.forestall('policies', 'validate');
    expect(warned.code).toBe(0);
    expect(warned.out).toContain('policies/a.yml:1:61 warning forestall.yml names no notification target nobody');
    expect(warned.out).toContain('1 sound policy in 2 files, 1 warning.');
    expect((await place.forestall('policies', 'validate', '--strict')).code).toBe(1);
    const told = await place.forestall('policies', 'validate', '--json');
    expect(JSON.parse(told.out)).toMatchObject({ valid: true, policies: 1, warnings: [{ rule: 'place' }] });
  });

  test('policies are judged beside each other', async () => {
    const policy = (name: string, bound: number) =>
      `- { name: ${name}, condition: cpu_usage > ${bound}, action: scale }\n`;
    await place.put('policies/a.yml', policy('wide', 70) + policy('narrow', 80));
    const { out } = await place.forestall('policies', 'validate');
    expect(out).toContain('policies/a.yml:2:30 warning whenever this holds, "wide" (policies/a.yml:1) holds too');
  });
});
