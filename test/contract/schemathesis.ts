import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { childEnvironment } from '#local/environment.ts';
import { installation } from '#test/support/installation.ts';
import { installSchemathesis } from './install.ts';
import type { Seeds } from './seeds.ts';

/** How often each operation answered with which status, and the seconds that it took for all of it. */
const Calls = z.object({
  statuses: z.record(z.string(), z.record(z.string(), z.number())),
  seconds: z.record(z.string(), z.number()),
});
export type Calls = z.infer<typeof Calls>;

export interface Run {
  /** the key that every call carries */
  key: string;
  /** where webhooks and integrations are sent to */
  receiver: string;
  seeds: Seeds;
  /** more of the command line: which operations, how many examples */
  arguments: readonly string[];
}

/** The same requests each time: what it finds is found again. Others are tried with `FORESTALL_SEED=12 npm run test:contract`. */
const { FORESTALL_SEED: SEED = '11' } = process.env;
/** Far beyond what it takes; a run that hangs ends. */
const MOST_MS = 840_000;

/**
 * One run against the deployment, one request after another, with every check.
 * @returns what was found, as schemathesis tells it (null: nothing), and what was answered
 */
export async function schemathesis(run: Run): Promise<{ found: string | null; calls: Calls }> {
  const program = await installSchemathesis();
  const folder = await mkdtemp(join(tmpdir(), 'forestall-contract-'));
  const file = join(folder, 'calls.json');
  const { api_url } = installation();
  try {
    const { code, text } = await output(
      program,
      [
        ...['--config-file', join(import.meta.dirname, 'schemathesis.toml')],
        'run',
        `${api_url}/openapi.json`,
        ...['--url', api_url, '--header', `X-API-Key: ${run.key}`],
        ...['--workers', '1', '--checks', 'all', '--seed', SEED, '--generation-database', 'none'],
        ...['--continue-on-failure', '--request-timeout', '40', '--no-color'],
        ...run.arguments,
      ],
      {
        ...childEnvironment(),
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'),
        CONTRACT_KEY: run.key,
        CONTRACT_RECEIVER: run.receiver,
        CONTRACT_SEEDS: JSON.stringify(run.seeds),
        CONTRACT_CALLS: file,
      },
      folder,
    );
    const calls = Calls.parse(JSON.parse(await readFile(file, 'utf8').catch(() => '{"statuses":{},"seconds":{}}')));
    return { found: code === 0 ? null : findings(text), calls };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was found, without the progress before it and the statistics after it; all of it where it ended otherwise. */
function findings(text: string): string {
  const from = text.search(/^=+ (ERRORS|FAILURES) =+$/m);
  const to = text.search(/^=+ SUMMARY =+$/m);
  return from < 0 ? text : text.slice(from, to < from ? undefined : to);
}

function output(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd, timeout: MOST_MS, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    child.on('error', reject).on('close', (code) => resolve({ code, text }));
  });
}
