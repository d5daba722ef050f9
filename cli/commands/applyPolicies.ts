import type { Command } from 'commander';
import { AppliedPolicies } from '../answers.ts';
import { type Client, read } from '../client.ts';
import { connect } from '../context.ts';
import { Unsound } from '../errors.ts';
import { faultLines } from '../faultsText.ts';
import { readPolicyFiles } from '../policyFiles.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { changeLines, summaryText } from '../text/policyChanges.ts';

interface Options {
  dryRun?: boolean;
  prune?: boolean;
  exitCode?: boolean;
  json?: boolean;
}

/** With --dry-run --exit-code: something would change. */
const CHANGES = 3;

export function addApply(policies: Command, folder: string, terminal: Terminal): void {
  policies
    .command('apply')
    .description('applies policy files to the installation: shows what changes, and changes all of it or nothing')
    .argument('[path]', 'a file, or a folder of .yml files', folder)
    .option('--dry-run', 'only shows what would change')
    .option('--prune', 'removes what was applied from this path before and is no longer in its files')
    .option('--exit-code', `with --dry-run: exit code ${CHANGES} where something would change`)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 done (or nothing to do), 1 refused and nothing changed, 2 wrong usage, ${CHANGES} as --exit-code says.`,
    )
    .action(async (path: string, options: Options, command: Command) => {
      const files = await readPolicyFiles(terminal.cwd, path);
      const { client } = await connect(command, terminal);
      await apply(client, { files, root: rootOf(path) }, options, terminal);
    });
}

/** Where pruning ends: a folder with all below it, or the one file. */
const rootOf = (path: string): string => {
  const plain = path.replace(/^\.\//, '').replace(/\/+$/, '');
  if (plain === '.' || plain === '') return '';
  return /\.ya?ml$/.test(plain) ? plain : `${plain}/`;
};

async function apply(
  client: Client,
  { files, root }: { files: readonly { file: string; text: string }[]; root: string },
  { dryRun = false, prune = false, exitCode = false, json = false }: Options,
  terminal: Terminal,
): Promise<void> {
  const body = { files: Object.fromEntries(files.map(({ file, text }) => [file, text])) };
  const pruning = prune ? ({ prune: 'true', within: root } as const) : {};
  const plan = await read(
    client.POST('/policies/apply', { params: { query: { dry_run: 'true', ...pruning } }, body }),
    AppliedPolicies,
  );
  const changing = plan.changes.some(({ change }) => change !== 'none');
  if (!json) show(plan, terminal);
  if (dryRun || !changing) {
    if (json) printJson(terminal, plan);
    else terminal.out(summaryText(plan, dryRun ? 'planned' : 'done'));
    if (dryRun && exitCode && changing) throw new Unsound('', CHANGES);
    return;
  }
  // what was shown is what is done: if anybody was faster, nothing is
  const params = { query: { dry_run: 'false', ...pruning }, header: { 'If-Match': `"${plan.version}"` } } as const;
  const done = await read(client.POST('/policies/apply', { params, body }), AppliedPolicies);
  if (json) printJson(terminal, done);
  else terminal.out(terminal.colours.green(summaryText(done, 'done')));
}

function show(plan: AppliedPolicies, terminal: Terminal): void {
  for (const line of faultLines({ faults: [], warnings: plan.warnings }, terminal.colours)) terminal.out(line);
  for (const line of changeLines(plan, terminal.colours)) terminal.out(line);
}
