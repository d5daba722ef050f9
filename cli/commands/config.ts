import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Configuration } from '#domain/configuration/configuration.ts';
import { loadConfigurationFile } from '#domain/configuration/load.ts';
import { knownMetric } from '#domain/metric/catalogue.ts';
import { CliError, reasonOf, Unsound } from '../errors.ts';
import { counted, faultLines } from '../faultsText.ts';
import type { Terminal } from '../terminal.ts';
import { figure } from '../text/figures.ts';

export const DEFAULT_FILE = 'forestall.yml';

export function addConfig(program: Command, terminal: Terminal): void {
  program
    .command('config')
    .description('config validate: checks forestall.yml')
    .command('validate')
    .description('checks a configuration file: every fault with its line, and what would be right')
    .argument('[file]', 'the file', DEFAULT_FILE)
    .action(async (file: string) => {
      const loaded = loadConfigurationFile(file, await readText(resolve(terminal.cwd, file), file));
      for (const line of faultLines(loaded, terminal.colours)) terminal.out(line);
      if (!loaded.configuration) throw new Unsound(`${file} has ${counted(loaded.faults.length, 'fault')}.`);
      terminal.out(`${terminal.colours.green(`${file} is sound.`)}${warned(loaded.warnings.length)}`);
      for (const line of watchedText(loaded.configuration)) terminal.out(`  ${line}`);
    });
}

const warned = (warnings: number): string => (warnings === 0 ? '' : ` ${counted(warnings, 'warning')}.`);

export async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CliError(`${shown} cannot be read: ${reasonOf(cause)}.`, 'Give the path of a file that is there.', {
      cause,
    });
  }
}

/** What an installation with this configuration watches, and how far it may go, in sentences. Pure. */
export function watchedText({ sources, services, resolution, guards, autonomy, limits }: Configuration): string[] {
  const from = sources.map(
    (source) =>
      `${source.namespace}${source.clusters ? ` of ${source.clusters.join(', ')}` : ''} every ${said(source.resolution ?? resolution)}`,
  );
  const named = Object.entries(services).map(([name, { watch, depends_on, owner, protected: safe }]) => {
    const facts = [
      watch ? '' : 'not watched',
      owner ? `owned by ${owner}` : '',
      depends_on.length > 0 ? `needs ${depends_on.join(', ')}` : '',
      safe ? 'protected' : '',
    ].filter(Boolean);
    return `${name}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
  });
  return [
    from.length === 0
      ? 'It names no source: nothing is watched.'
      : `Watched: services tagged forestall:watch, from ${from.join('; ')}.`,
    ...(named.length === 0 ? [] : [`Services named here: ${named.join(', ')}.`]),
    ...(Object.keys(limits).length === 0 ? [] : [`Limits of its own: ${limitsText(limits)}.`]),
    `Policies act by default: ${autonomy}; at most ${guards.max_per_hour} actions a service and ${guards.fleet_max_per_hour} in all an hour, ${said(guards.cooldown)} apart.`,
  ];
}

const limitsText = (limits: Configuration['limits']): string =>
  Object.entries(limits)
    .map(
      ([name, value]) =>
        `${name} ${figure(value, knownMetric(name.slice(name.lastIndexOf('.') + 1))?.unit ?? 'count')}`,
    )
    .join(', ');

const said = (duration: string | number): string => (typeof duration === 'number' ? `${duration}s` : duration);
