import type { Command } from 'commander';
import { Engine } from '../answers.ts';
import { read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { engineText } from '../text/engine.ts';
import { phrase } from '../text/words.ts';

/** The kill switch. Off needs a reason: whoever finds nothing repaired at night must find out why. */
export function addSwitches(program: Command, terminal: Terminal): void {
  program
    .command('off')
    .description('the kill switch: nothing is done any more, only seen and told')
    .requiredOption('--reason <text>', 'why; it is shown wherever something is held back')
    .option('--json', 'as JSON')
    .action(async ({ reason }: { reason: string }, command: Command) => toggle(false, reason, command, terminal));
  program
    .command('on')
    .description('lets the engine act again')
    .option('--reason <text>', 'why', 'switched on from the command line')
    .option('--json', 'as JSON')
    .action(async ({ reason }: { reason: string }, command: Command) => toggle(true, reason, command, terminal));
}

async function toggle(enabled: boolean, reason: string, command: Command, terminal: Terminal): Promise<void> {
  const { client } = await connect(command, terminal);
  const engine = await read(client.POST('/toggle', { body: { enabled, reason } }), Engine);
  if (globalsOf(command).json) return printJson(terminal, engine);
  terminal.out(engineText(engine, terminal.now(), terminal.colours));
  const going = engine.still_running.map(({ type, service }) => `${phrase(type)} of ${service}`);
  if (going.length > 0) terminal.out(`AWS is still carrying out what was begun before: ${going.join(', ')}.`);
}
