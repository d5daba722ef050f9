import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { Configuration } from '#domain/configuration/configuration.ts';
import { loadConfigurationFile } from '#domain/configuration/load.ts';
import { loadPolicyFile } from '#domain/policy/load.ts';
import { Policies } from '../answers.ts';
import { connect, globalsOf } from '../context.ts';
import { CliError, reasonOf, Unsound } from '../errors.ts';
import { counted, faultLines } from '../faultsText.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { table } from '../text/table.ts';
import { addBacktest } from './backtest.ts';
import { DEFAULT_FILE, readText } from './config.ts';

const DEFAULT_FOLDER = 'policies';
/** As many as the API gives at once. */
const PAGE = 500;

export function addPolicies(program: Command, terminal: Terminal): void {
  const policies = program
    .command('policies')
    .description('policies list, validate, backtest: what is done when something is wrong');
  policies
    .command('list')
    .description('the policies of the installation')
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { client } = await connect(command, terminal);
      const answer = await client.get(`/policies?limit=${PAGE}`, Policies);
      if (globalsOf(command).json) printJson(terminal, answer);
      else terminal.out(answer.policies.length === 0 ? 'There is no policy.' : policiesTable(answer.policies));
    });
  policies
    .command('validate')
    .description('checks policy files here, without an installation: every fault with its line')
    .argument('[path]', 'a file, or a folder of .yml files', DEFAULT_FOLDER)
    .action((path: string) => validate(path, terminal));
  addBacktest(policies, terminal);
}

export function policiesTable(policies: Policies['policies']): string {
  const rows = policies.map((policy) => [
    policy.name,
    policy.service ?? (policy.namespace ? `those of ${policy.namespace}` : 'every service'),
    (policy.actions ?? [policy.action]).map(actionText).join(', then '),
    policy.enabled ? (policy.autonomy ?? 'auto') : 'disabled',
    policy.source ?? '',
    (policy.when ?? policy.condition ?? policy.trigger?.type ?? '').trim().replaceAll(/\s+/g, ' '),
  ]);
  return table(['name', 'service', 'action', 'autonomy', 'from', 'when'], rows);
}

/** An action however it is spelled. */
function actionText(action: unknown): string {
  if (typeof action !== 'object' || action === null) return typeof action === 'string' ? action : '–';
  if ('type' in action) return String(action.type);
  const [[name, setting] = ['–', '']] = Object.entries(action);
  return `${name} ${setting}`;
}

async function validate(path: string, terminal: Terminal): Promise<void> {
  const files = await policyFiles(resolve(terminal.cwd, path), path);
  const configuration = await defaults(terminal.cwd);
  const loaded = [];
  for (const file of files) {
    const shown = relative(terminal.cwd, file);
    loaded.push(loadPolicyFile(shown, await readText(file, shown), { configuration, now: terminal.now() }));
  }
  const lines = loaded.flatMap((one) => faultLines(one, terminal.colours));
  for (const line of lines) terminal.out(line);
  const faults = loaded.reduce((sum, one) => sum + one.faults.length, 0);
  if (faults > 0) throw new Unsound(`${counted(faults, 'fault')} in ${counted(files.length, 'file')}.`);
  const sound = loaded.reduce((sum, one) => sum + one.policies.length, 0);
  terminal.out(
    terminal.colours.green(
      `${sound === 1 ? '1 sound policy' : `${sound} sound policies`} in ${counted(files.length, 'file')}.`,
    ),
  );
}

/** Files of a folder and of those in it, in a fixed order. */
async function policyFiles(path: string, shown: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path, { recursive: true });
    const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
    if (files.length > 0) return files.map((name) => join(path, name));
  } catch (cause) {
    throw new CliError(`${shown} cannot be read: ${reasonOf(cause)}.`, 'Give a policy file, or a folder of them.', {
      cause,
    });
  }
  throw new CliError(`${shown} holds no .yml file.`, 'Give a policy file, or a folder of them.');
}

/** What a policy leaves out comes from the configuration beside it; an unsound one is another command's matter. */
async function defaults(cwd: string): Promise<Configuration> {
  const text = await readText(resolve(cwd, DEFAULT_FILE), DEFAULT_FILE).catch(() => '');
  return loadConfigurationFile(DEFAULT_FILE, text).configuration ?? Configuration.parse({});
}
