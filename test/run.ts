import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

// Every check and every test, one after another on two cores: what runs side by side disturbs what measures time.
// The last line is the sum, which is what CI reads.

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  success: z.boolean(),
});

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
const projects = ['unit', 'integration', 'e2e'];

function run(command: string, args: readonly string[]): Promise<number> {
  console.log(`\n> ${command} ${args.join(' ')}`);
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'inherit' })
      .on('error', (error) => {
        console.error(`${command} could not be started: ${error.message}. Run \`npm ci\` first.`);
        resolve(127);
      })
      .on('exit', (code) => resolve(code ?? 1));
  });
}

async function test(project: string, folder: string): Promise<{ passed: number; failed: number }> {
  const file = join(folder, `${project}.json`);
  const code = await run('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = Report.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
  if (!report.success) return { passed: 0, failed: 1 }; // it died before it could report
  const { numPassedTests: passed, numFailedTests, numPendingTests: skipped } = report.data;
  if (skipped > 0) console.error(`${skipped} tests of ${project} were skipped: a skipped test counts as failed`);
  const failed = numFailedTests + skipped;
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

const folder = await mkdtemp(join(tmpdir(), 'forestall-run-'));
const sum = { passed: 0, failed: 0 };
for (const [command, ...args] of checks) {
  const code = await run(command, args);
  sum[code === 0 ? 'passed' : 'failed'] += 1;
}
for (const project of projects) {
  const { passed, failed } = await test(project, folder);
  sum.passed += passed;
  sum.failed += failed;
}
await rm(folder, { recursive: true, force: true });
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
