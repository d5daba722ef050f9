import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Configuration } from '#domain/configuration/configuration.ts';
import { loadConfigurationFile } from '#domain/configuration/load.ts';
import { loadPolicyTree } from '#domain/policy/tree.ts';
import { Unsound } from '../errors.ts';
import { counted, faultLines } from '../faultsText.ts';
import { readPolicyFiles } from '../policyFiles.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { DEFAULT_FILE, readText } from './config.ts';

export function addValidate(policies: Command, folder: string, terminal: Terminal): void {
  policies
    .command('validate')
    .description('checks policy files here, without an installation: each fault and doubt with its line')
    .argument('[path]', 'a file, or a folder of .yml files', folder)
    .option('--strict', 'warnings too are a failure')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExit code: 0 sound, 1 not (with --strict also where there are warnings), 2 wrong usage.')
    .action((path: string, options: { strict?: boolean; json?: boolean }) => validate(path, options, terminal));
}

async function validate(
  path: string,
  { strict = false, json = false }: { strict?: boolean; json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const files = await readPolicyFiles(terminal.cwd, path);
  const configuration = await defaults(terminal.cwd);
  const { policies, faults, warnings } = loadPolicyTree(files, { configuration, now: terminal.now() });
  if (json) printJson(terminal, { valid: faults.length === 0, policies: policies.length, faults, warnings });
  else for (const line of faultLines({ faults, warnings }, terminal.colours)) terminal.out(line);
  const warned = warnings.length > 0 ? `, ${counted(warnings.length, 'warning')}` : '';
  const of = `in ${counted(files.length, 'file')}`;
  if (faults.length > 0) throw new Unsound(`${counted(faults.length, 'fault')}${warned} ${of}.`);
  if (strict && warnings.length > 0) throw new Unsound(`${counted(warnings.length, 'warning')} ${of}.`);
  if (json) return;
  const sound = policies.length === 1 ? '1 sound policy' : `${policies.length} sound policies`;
  terminal.out(terminal.colours.green(`${sound} ${of}${warned}.`));
}

/** What a policy leaves out comes from the configuration beside it; an unsound one is another command's matter. */
async function defaults(cwd: string): Promise<Configuration> {
  const text = await readText(resolve(cwd, DEFAULT_FILE), DEFAULT_FILE).catch(() => '');
  return loadConfigurationFile(DEFAULT_FILE, text).configuration ?? Configuration.parse({});
}
