import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { BacktestReport } from '#domain/backtest/report.ts';
import { Decision } from '#domain/decision/decision.ts';
import { Job } from '#domain/job/job.ts';
import { toInstant } from '#domain/time.ts';
import { type Client, read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { CliError, Unsound } from '../errors.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { backtestText } from '../text/backtest.ts';
import { readText } from './config.ts';

const LOOK_AGAIN_MS = 1_000;
const DAY = 86_400;
const units: Record<string, number> = { m: 60, h: 3_600, d: DAY, w: 7 * DAY };

const EXPLAINED = `
  npx forestall policies backtest policies/fleet.yml               the last fourteen days
  npx forestall policies backtest policies/fleet.yml --since 30d
  npx forestall policies backtest --policy policy_7f3a --since 2026-11-01T00:00:00Z`;

/** Adds `policies backtest` and `policies replay`. */
export function addBacktest(policies: Command, terminal: Terminal): void {
  policies
    .command('backtest')
    .description('what policies would have done over stored history, and whether that was right')
    .argument('[file]', 'a policy file; it need not be applied')
    .option('--policy <id...>', 'instead of a file: policies of the installation')
    .option('--since <time>', 'how far back: 14d, 36h, or a time', readSince, { seconds: 14 * DAY })
    .option('--json', 'the whole report as JSON')
    .addHelpText('after', EXPLAINED)
    .action(async (file: string | undefined, options: { policy?: string[]; since: Since }, command: Command) => {
      const { client } = await connect(command, terminal);
      const since = sinceOf(options.since, terminal.now());
      const body = { ...(await subject(file, options, terminal)), since };
      const job = await read(client.POST('/policies/backtest', { body }), Job);
      const report = BacktestReport.parse(await ended(job, client, terminal));
      if (globalsOf(command).json) printJson(terminal, report);
      else terminal.out(backtestText(report, terminal.colours));
    });
  policies
    .command('replay')
    .description('makes a live decision again from what it saw: the same, byte for byte, or not')
    .argument('<decision>', 'its id, as the audit and the log name it')
    .option('--json', 'as JSON')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { client } = await connect(command, terminal);
      const answer = await read(client.GET('/decisions/{id}/replay', { params: { path: { id } } }), Replay);
      if (globalsOf(command).json) printJson(terminal, answer);
      else {
        const { decision, same, kept, diverged } = answer;
        terminal.out(`${decision.at}  ${decision.policy_name} for ${decision.service}: ${decision.because}`);
        if (same) terminal.out(terminal.colours.green(`The same again, byte for byte (${kept.length} bytes).`));
        else if (diverged !== null) terminal.out(terminal.colours.yellow(`It cannot be made again: ${diverged}.`));
        else terminal.out(terminal.colours.yellow('It is decided otherwise now. --json shows both.'));
      }
      if (!answer.same) throw new Unsound('The decision was not made again.');
    });
}

const Replay = z.object({
  decision: Decision,
  same: z.boolean(),
  kept: z.string(),
  replayed: z.string().nullable(),
  diverged: z.string().nullable(),
});

type Since = { seconds: number } | { at: string };

function readSince(text: string): Since {
  const length = /^(\d+)([mhdw])$/.exec(text);
  if (length) return { seconds: Number(length[1]) * (units[length[2] ?? 'd'] ?? DAY) };
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('Give a length like 14d or 36h, or a time like 2026-11-01.');
  return { at: new Date(time).toISOString() };
}

const sinceOf = (since: Since, now: number): string => ('at' in since ? since.at : toInstant(now - since.seconds));

async function subject(file: string | undefined, { policy }: { policy?: string[] }, terminal: Terminal) {
  if (file !== undefined && policy !== undefined)
    throw new CliError('A file and --policy are two things.', 'Give one of them.');
  if (policy !== undefined) return { policies: policy };
  if (file === undefined)
    throw new CliError('There is nothing to replay.', 'Give a policy file, or --policy with ids.');
  return { file: await readText(resolve(terminal.cwd, file), file) };
}

/** Waits for a job, and says how far it is where someone looks on. */
async function ended(job: Job, client: Client, terminal: Terminal): Promise<unknown> {
  let current = job;
  try {
    while (current.status === 'queued' || current.status === 'running') {
      terminal.status(
        `${current.status === 'queued' ? 'waiting' : 'replaying'} ${Math.round(100 * current.progress)} %`,
      );
      await setTimeout(LOOK_AGAIN_MS);
      current = await read(client.GET('/jobs/{id}', { params: { path: { id: current.id } } }), Job);
    }
  } finally {
    terminal.status('');
  }
  if (current.status === 'succeeded') return current.result;
  const detail = current.problem?.detail;
  throw new CliError(`The backtest failed: ${typeof detail === 'string' ? detail : 'nobody knows why'}.`, '');
}
