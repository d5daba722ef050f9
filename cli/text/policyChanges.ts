import type { AppliedPolicies } from '../answers.ts';
import type { Colours } from '../terminal.ts';

type Change = AppliedPolicies['changes'][number];

/** What changes, a policy a line and below it what of it; what stays as it is takes no line. */
export function changeLines({ changes }: AppliedPolicies, colours: Colours): string[] {
  const marks: Record<string, string> = {
    create: colours.green('+'),
    update: colours.yellow('~'),
    remove: colours.red('-'),
  };
  return changes
    .filter(({ change, kept }) => change !== 'none' || kept.length > 0)
    .flatMap((one) => [
      `${marks[one.change] ?? '='} ${colours.bold(nameOf(one))}  ${placeOf(one)}`,
      ...one.differences.map(({ member, before, after }) => `    ${member}: ${shown(before)} → ${shown(after)}`),
      ...one.kept.map((member) => `    ${member} stays as it was switched: the file says nothing of it`),
    ]);
}

const nameOf = ({ namespace, name }: Change): string => (namespace ? `${namespace}/${name}` : name);

const placeOf = ({ change, file, line }: Change): string =>
  change === 'remove' ? `was in ${file ?? 'no file'}` : `${file ?? ''}${line ? `:${line}` : ''}`;

/** A value as a policy file has it; nothing where it is left out. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return '(nothing)';
  return typeof value === 'string' ? value.trim().replaceAll(/\s+/g, ' ') : JSON.stringify(value);
}

export function summaryText({ changes, version }: AppliedPolicies, what: 'planned' | 'done'): string {
  const count = (kind: string) => changes.filter(({ change }) => change === kind).length;
  const [made, changed, removed, same] = ['create', 'update', 'remove', 'none'].map(count);
  const told = what === 'planned' ? 'Would be: ' : '';
  if (made === 0 && changed === 0 && removed === 0) return `Nothing to change: all ${same} are as the files say.`;
  return `${told}${made} new, ${changed} changed, ${removed} removed, ${same} as they were${what === 'planned' ? '' : ` (tree version ${version})`}.`;
}
