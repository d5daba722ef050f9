import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failuresOf, Report } from './report.ts';

// Every check and every test; the last line is the sum, which is what CI reads.

const checks: readonly (readonly [string, ...string[]])[] = [
  ['biome', 'ci', '.'],
  ['tsc', '--noEmit'],
  [
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'layers',
    'functions',
    'infra',
    'fleet',
    'local',
    'cli',
    'bench',
    'test',
  ],
];
// Integration tests mostly wait, for a minute's schedule or a lease, so two halves run side by side, each on a deployment of
// its own. The API's contract and the fleet of the end-to-end tests have the machine for themselves.
const suites: readonly (readonly Suite[])[] = [
  [{ project: 'unit' }],
  [
    { project: 'integration', shard: '1/2' },
    { project: 'integration', shard: '2/2', portOffset: 300 },
  ],
  [{ project: 'contract' }],
  [{ project: 'e2e' }],
];

interface Suite {
  project: string;
  shard?: string;
  portOffset?: number;
}
interface Sum {
  passed: number;
  failed: number;
}

/** @param quiet what it prints is kept until it has ended, because another one is printing */
async function run(
  command: string,
  args: readonly string[],
  { quiet = false, env = process.env }: { quiet?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const heading = `\n> ${command} ${args.join(' ')}`;
  if (!quiet) console.log(heading);
  const child = spawn(command, args, {
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    env,
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number>((resolve) => {
    child
      .on('error', (error) => {
        console.error(`${command} could not be started: ${error.message}. Run \`npm ci\` first.`);
        resolve(127);
      })
      .on('close', (exit) => resolve(exit ?? 1));
  });
  if (quiet) held.push(`${heading}\n${Buffer.concat(printed)}`);
  return code;
}
const held: string[] = [];
/** Told again at the end, where the start of a long output may be cut off. */
const failures: string[] = [];

async function test({ project, shard, portOffset = 0 }: Suite, folder: string): Promise<Sum> {
  const file = join(folder, `${project}-${portOffset}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest', ['run', '--project', project, ...(shard ? ['--shard', shard] : []), ...reporters], {
    quiet: portOffset > 0,
    env: { ...process.env, FORESTALL_TEST_PORT_OFFSET: `${portOffset}` },
  });
  const report = Report.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
  if (!report.success) {
    failures.push(`${project} ${shard ?? ''} died before it could report`);
    return { passed: 0, failed: 1 };
  }
  failures.push(...failuresOf(report.data));
  const { numPassedTests: passed, numFailedTests, numPendingTests: skipped } = report.data;
  if (skipped > 0) failures.push(`${skipped} tests of ${project} were skipped: a skipped test counts as failed`);
  const notPassed = numFailedTests + skipped;
  if (code !== 0 && notPassed === 0)
    failures.push(`${project} ${shard ?? ''} ended with ${code}, though no test failed`);
  return { passed, failed: code !== 0 && notPassed === 0 ? 1 : notPassed };
}

const folder = await mkdtemp(join(tmpdir(), 'forestall-run-'));
const sum: Sum = { passed: 0, failed: 0 };
for (const [command, ...args] of checks) {
  const code = await run(command, args);
  sum[code === 0 ? 'passed' : 'failed'] += 1;
  if (code !== 0) failures.push(`${command} ended with ${code}`);
}
for (const together of suites) {
  for (const { passed, failed } of await Promise.all(together.map((suite) => test(suite, folder)))) {
    sum.passed += passed;
    sum.failed += failed;
  }
  for (const text of held.splice(0)) console.log(text);
}
await rm(folder, { recursive: true, force: true });
for (const one of failures) console.log(`\nFAILED ${one.slice(0, 4_000)}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
