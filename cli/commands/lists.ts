import { type Command, InvalidArgumentError, Option } from 'commander';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Actions, Anomalies } from '../answers.ts';
import { read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { actionsTable, anomaliesTable } from '../text/tables.ts';

interface ListOptions {
  service?: string;
  limit: number;
  all?: boolean;
  kind?: Anomaly['kind'];
}

export function addAnomalies(program: Command, terminal: Terminal): void {
  listCommand(program, 'anomalies', 'episodes that are open now')
    .option('--all', 'the resolved ones too')
    .addOption(
      new Option('--kind <kind>', 'of one kind; foreseen breaches only so').choices(Anomaly.shape.kind.options),
    )
    .action(async (options: ListOptions, command: Command) => {
      const { client } = await connect(command, terminal);
      const { service, limit, kind } = options;
      const query = { service, limit, kind, status: options.all ? ('all' as const) : undefined };
      const answer = await read(client.GET('/anomalies', { params: { query } }), Anomalies);
      if (globalsOf(command).json) return printJson(terminal, answer);
      const none = options.all ? 'No anomaly is known.' : 'No anomaly is open.';
      const { anomalies } = answer;
      terminal.out(anomalies.length === 0 ? none : anomaliesTable(anomalies, terminal.now(), terminal.colours));
      if (answer.next_cursor) more(terminal, options);
    });
}

export function addActions(program: Command, terminal: Terminal): void {
  listCommand(program, 'actions', 'what was done, held back, or is being done, newest first').action(
    async (options: ListOptions, command: Command) => {
      const { client } = await connect(command, terminal);
      const { service, limit } = options;
      const answer = await read(client.GET('/actions', { params: { query: { service, limit } } }), Actions);
      if (globalsOf(command).json) return printJson(terminal, answer);
      const { actions } = answer;
      terminal.out(
        actions.length === 0 ? 'Nothing was done yet.' : actionsTable(actions, terminal.now(), terminal.colours),
      );
      if (answer.next_cursor) more(terminal, options);
    },
  );
}

const listCommand = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .option('--service <name>', 'of one service only')
    .option('--limit <count>', 'how many at most, 1 to 500', count, 50)
    .option('--json', 'as JSON');

/** How many at most, as the API takes it. */
export function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 500)
    throw new InvalidArgumentError('Give a number from 1 to 500.');
  return number;
}

const more = ({ aside, colours }: Terminal, { limit }: ListOptions): void =>
  aside(colours.dim(`These are the newest ${limit}; --limit shows more.`));
