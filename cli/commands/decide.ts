import type { Command } from 'commander';
import { AskedAction } from '../answers.ts';
import { type Client, read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { CliError } from '../errors.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { plannedText } from '../text/planned.ts';
import { phrase } from '../text/words.ts';

interface DecisionOptions {
  note?: string;
}

/** What a person decides about one action: whether it happens, and whether it stays. */
export function addDecisions(program: Command, terminal: Terminal): void {
  decision(program, terminal, 'approve', 'lets an action happen that waits for a person');
  decision(program, terminal, 'reject', 'ends an action that waits for a person: nothing is done');
  program
    .command('rollback')
    .description('takes an action back, unless somebody changed it since')
    .argument('<action>', 'its id, as `actions` shows it')
    .requiredOption('--reason <text>', 'why; it is kept')
    .option('--json', 'as JSON')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const { client } = await connect(command, terminal);
      const action = await read(client.POST('/actions/{id}/rollback', { ...byId(id), body: { reason } }), AskedAction);
      if (globalsOf(command).json) printJson(terminal, action);
      else terminal.out(`${said(action, terminal)} is taken back.`);
    });
}

function decision(program: Command, terminal: Terminal, verb: 'approve' | 'reject', description: string): void {
  program
    .command(verb)
    .description(description)
    .argument('<action>', 'its id, as `actions` shows it')
    .option('--note <text>', 'why; it is kept')
    .option('--json', 'as JSON')
    .action(async (id: string, { note }: DecisionOptions, command: Command) => {
      const { client } = await connect(command, terminal);
      const asked = await askedAbout(id, client);
      // bound to what was read just now: of a plan that changes meanwhile the decision is refused
      const body = { ...(asked.approval?.hash ? { hash: asked.approval.hash } : {}), ...(note ? { note } : {}) };
      const action = await read(client.POST(`/actions/{id}/${verb}`, { ...byId(id), body }), AskedAction);
      if (globalsOf(command).json) return printJson(terminal, action);
      terminal.out(`${said(asked, terminal)}: ${verb === 'approve' ? 'approved' : 'rejected'}.`);
    });
}

async function askedAbout(id: string, client: Client): Promise<AskedAction> {
  const action = await read(client.GET('/actions/{id}', byId(id)), AskedAction);
  if (action.approval?.state === 'requested') return action;
  const { status, verdict_reason } = action;
  throw new CliError(
    `${id} waits for no decision: it is ${phrase(status)}${verdict_reason ? `, ${verdict_reason}` : ''}.`,
    '`npx forestall actions` shows what waits.',
  );
}

const byId = (id: string) => ({ params: { path: { id } } });

const said = ({ service, type, plan }: AskedAction, { colours }: Terminal): string =>
  `${colours.bold(`${service} ${phrase(type)}`)} (${plannedText(type, plan)})`;
