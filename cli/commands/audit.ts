import { setTimeout } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { Duration, seconds } from '#domain/configuration/configuration.ts';
import { AuditFound, AuditRecords, RunningJob } from '../answers.ts';
import { type Client, read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { CliError, Unsound } from '../errors.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { auditTable, foundText } from '../text/audit.ts';
import { count } from './lists.ts';

interface ListOptions {
  since?: string;
  actor?: string;
  target?: string;
  limit: number;
}

/** Between two looks at a job that is under way. */
const LOOK_AGAIN_MS = 1_000;

export function addAudit(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('audit list, audit verify: what was decided and done, by whom');
  audit
    .command('list')
    .description('what was decided and done, and what was not and why, newest first')
    .option('--since <time>', 'not before this: an age like 2h, or a time like 2026-11-25T16:00:00Z', sinceOf)
    .option('--actor <who>', 'key:<id>, policy:<id> or engine')
    .option('--target <what>', 'service:<name>, policy:<id>, engine')
    .option('--limit <count>', 'how many at most, 1 to 500', count, 50)
    .option('--json', 'as JSON')
    .action(async (options: ListOptions, command: Command) => {
      const { client } = await connect(command, terminal);
      const { since, actor, target, limit } = options;
      const query = { actor, target, limit, since: since && instantOf(since, terminal.now()) };
      const answer = await read(client.GET('/audit', { params: { query } }), AuditRecords);
      if (globalsOf(command).json) return printJson(terminal, answer);
      terminal.out(answer.records.length === 0 ? 'Nothing is recorded.' : auditTable(answer.records, terminal.now()));
      if (answer.next_cursor) terminal.aside(terminal.colours.dim(`These are the newest ${limit}.`));
    });
  audit
    .command('verify')
    .description('compares every record with its copy under lock: exit code 1 where anything was tampered with')
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { client } = await connect(command, terminal);
      const found = await verified(client, terminal);
      if (globalsOf(command).json) printJson(terminal, found);
      else terminal.out(foundText(found, terminal.colours));
      if (!found.intact) throw new Unsound('The audit is not what was recorded.');
    });
}

function sinceOf(text: string): string {
  if (Duration.safeParse(text).success || !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Give an age like 2h, or a time like 2026-11-25T16:00:00Z.');
}

function instantOf(since: string, now: number): string {
  const age = Duration.safeParse(since);
  const at = age.success ? (now - seconds(age.data)) * 1000 : Date.parse(since);
  return new Date(at).toISOString();
}

/** What was found, at once or when the job that looks for it has ended. */
async function verified(client: Client, terminal: Terminal): Promise<AuditFound> {
  const answer = await read(client.GET('/audit/verify'), RunningJob.or(AuditFound));
  if (!('status' in answer)) return AuditFound.parse(answer);
  let job = RunningJob.parse(answer);
  while (job.status === 'queued' || job.status === 'running') {
    terminal.status(`verifying: ${Math.round(job.progress * 100)}%`);
    await setTimeout(LOOK_AGAIN_MS);
    job = await read(client.GET('/jobs/{id}', { params: { path: { id: job.id } } }), RunningJob);
  }
  terminal.status('');
  if (job.status === 'succeeded') return AuditFound.parse(job.result);
  throw new CliError(`The audit could not be verified: ${job.problem?.detail ?? 'no reason given'}.`, 'Try again.');
}
