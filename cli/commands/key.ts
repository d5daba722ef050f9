import type { Command } from 'commander';
import { globalsOf } from '../context.ts';
import { findInstallation } from '../installation.ts';
import type { Terminal } from '../terminal.ts';

export function addKey(program: Command, terminal: Terminal): void {
  program
    .command('key')
    .description('where the key is that the other commands use')
    .option('--show', 'the key itself and nothing else, for $(…)')
    .action(async ({ show }: { show?: boolean }, command: Command) => {
      const { url, key, keyFrom } = await findInstallation(globalsOf(command), terminal.env, terminal.cwd);
      if (show) return terminal.out(key);
      terminal.out(`The key for ${url} is in ${keyFrom}: ${shortened(key)}`);
      terminal.out(terminal.colours.dim('The whole of it: npx forestall key --show'));
    });
}

/** Enough to tell two keys apart (the id is no secret), and no more. */
export function shortened(key: string): string {
  const [prefix, id] = key.split('_');
  return prefix !== undefined && id !== undefined && key.split('_').length > 2 ? `${prefix}_${id}_…` : '…';
}
