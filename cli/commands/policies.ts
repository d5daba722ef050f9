import type { Command } from 'commander';
import { Policies } from '../answers.ts';
import { read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { table } from '../text/table.ts';
import { addApply } from './applyPolicies.ts';
import { addBacktest } from './backtest.ts';
import { addValidate } from './validatePolicies.ts';

const DEFAULT_FOLDER = 'policies';
/** As many as the API gives at once. */
const PAGE = 500;

export function addPolicies(program: Command, terminal: Terminal): void {
  const policies = program
    .command('policies')
    .description('policies list, validate, apply, backtest: what is done when something is wrong');
  policies
    .command('list')
    .description('the policies of the installation')
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { client } = await connect(command, terminal);
      const answer = await read(client.GET('/policies', { params: { query: { limit: PAGE } } }), Policies);
      if (globalsOf(command).json) printJson(terminal, answer);
      else terminal.out(answer.policies.length === 0 ? 'There is no policy.' : policiesTable(answer.policies));
    });
  addValidate(policies, DEFAULT_FOLDER, terminal);
  addApply(policies, DEFAULT_FOLDER, terminal);
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
  const said = typeof setting === 'object' && setting !== null ? Object.values(setting).join(' ') : String(setting);
  return `${name} ${said}`;
}
