import { type Command, Option } from 'commander';
import type { Verdict } from '#domain/feedback/feedback.ts';
import { FeedbackMoved } from '../answers.ts';
import { read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { UsageError } from '../errors.ts';
import { printJson, type Terminal } from '../terminal.ts';

interface FeedbackOptions {
  true?: boolean;
  false?: boolean;
  undo?: boolean;
  note?: string;
}

/** What a person says of an episode, and what that changes. */
export function addFeedback(program: Command, terminal: Terminal): void {
  program
    .command('feedback')
    .description('says whether an anomaly was right: a false alarm makes detection of its series stricter')
    .argument('<anomaly>', 'its id, as `anomalies` shows it')
    .addOption(new Option('--true', 'something was wrong').conflicts(['false', 'undo']))
    .addOption(new Option('--false', 'nothing was wrong').conflicts('undo'))
    .addOption(new Option('--undo', 'takes back what was said of it').conflicts('note'))
    .option('--note <text>', 'why; it is kept')
    .option('--json', 'as JSON')
    .action(async (id: string, options: FeedbackOptions, command: Command) => {
      const params = { path: { id } };
      const said = bodyOf(options);
      const { client } = await connect(command, terminal);
      const moved = await read(
        said === undefined
          ? client.DELETE('/anomalies/{id}/feedback', { params })
          : client.POST('/anomalies/{id}/feedback', { params, body: said }),
        FeedbackMoved,
      );
      if (globalsOf(command).json) return printJson(terminal, moved);
      const { service, metric, verdict, effect } = moved;
      const word = `a ${verdict.replace('_', ' ')}`;
      const { bold } = terminal.colours;
      terminal.out(`${bold(`${service} ${metric}`)}: ${said === undefined ? `no longer ${word}` : word}; ${effect}.`);
    });
}

/** What is posted; nothing where it is taken back. */
function bodyOf(options: FeedbackOptions): { verdict: Verdict; note?: string } | undefined {
  if (options.undo) return undefined;
  if (!options.true && !options.false)
    throw new UsageError('What was it?', 'Give --true, --false, or --undo to take back what was said.');
  return {
    verdict: options.true ? 'true_positive' : 'false_positive',
    ...(options.note === undefined ? {} : { note: options.note }),
  };
}
