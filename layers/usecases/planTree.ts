import { isDeepStrictEqual } from 'node:util';
import { policyAnswer } from '#domain/policy/answer.ts';
import type { LoadedPolicy } from '#domain/policy/load.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Finding } from '#domain/policy/tree.ts';
import type { TreePolicy } from '#ports';

/** One member that becomes another; null where it is not there. */
export interface Difference {
  /** like `actions[0].max_replicas` */
  member: string;
  before: unknown;
  after: unknown;
}

export interface PlannedChange {
  change: 'create' | 'update' | 'remove' | 'none';
  id: string;
  name: string;
  namespace: string | null;
  /** where it is declared; of one that is removed, where it was */
  file: string | null;
  line: number | null;
  differences: Difference[];
  /** switches that the API threw and the file says nothing of: they stay */
  kept: ('enabled' | 'autonomy')[];
  /** it is part of the deploy, which says the same */
  deployed: boolean;
}

export interface TreePlan {
  changes: PlannedChange[];
  next: TreePolicy[];
  faults: Finding[];
}

/** What there is beside the files that are applied. */
export interface Around {
  deployed: readonly Policy[];
  /** made through the API one by one */
  made: readonly Policy[];
  tree: readonly TreePolicy[];
  /** whether what is in the tree and not in the files is to go */
  goes(policy: Policy): boolean;
}

/** What applying the files changes. What a file leaves out and the API switched stays as it was switched. Pure. */
export function planTree(entries: readonly LoadedPolicy[], around: Around, at: string): TreePlan {
  const plan: TreePlan = { changes: [], next: [], faults: [] };
  for (const entry of entries) {
    const { id } = entry.policy;
    const deployed = around.deployed.find((policy) => policy.id === id);
    if (deployed) {
      partOfDeploy(entry, deployed, plan);
      continue;
    }
    if (around.made.some((policy) => policy.id === id)) {
      const message = `"${entry.policy.name}" was made through the API (${id}): delete it there, or name this one anew`;
      plan.faults.push({ ...entry.at({ pointer: placeOfName(entry), message }), rule: 'place' });
      continue;
    }
    merge(
      entry,
      around.tree.find(({ policy }) => policy.id === id),
      plan,
      at,
    );
  }
  const declared = new Set(entries.map(({ policy }) => policy.id));
  for (const there of around.tree) {
    if (declared.has(there.policy.id)) continue;
    if (!around.goes(there.policy)) plan.next.push(there);
    else plan.changes.push({ ...told(there.policy), change: 'remove', line: null });
  }
  return plan;
}

const placeOfName = ({ document }: LoadedPolicy): string => (document.name === undefined ? '' : '/name');

const told = ({ id, name, namespace, file }: Policy) => ({
  id,
  name,
  namespace,
  file,
  differences: [],
  kept: [],
  deployed: false,
});

function partOfDeploy(entry: LoadedPolicy, deployed: Policy, plan: TreePlan): void {
  const { file, line } = entry.at({ pointer: '', message: '' });
  const { enabled: _enabled, autonomy: _autonomy, ...written } = deployed.written;
  const { enabled: _own, autonomy: _too, ...document } = entry.document;
  if (isDeepStrictEqual(written, document)) {
    plan.changes.push({ ...told(entry.policy), change: 'none', file, line, deployed: true });
    return;
  }
  const message = `"${entry.policy.name}" is part of the deploy and says something else there: deploy this file, or name this policy anew`;
  plan.faults.push({ ...entry.at({ pointer: placeOfName(entry), message }), rule: 'place' });
}

function merge(entry: LoadedPolicy, before: TreePolicy | undefined, plan: TreePlan, at: string): void {
  const { policy, document } = entry;
  const { line } = entry.at({ pointer: '', message: '' });
  if (!before) {
    plan.next.push({ policy, declared: document });
    plan.changes.push({ ...told(policy), change: 'create', line });
    return;
  }
  const there = before.policy;
  const kept = (['enabled', 'autonomy'] as const).filter(
    (name) =>
      document[name] === undefined &&
      before.declared[name] === undefined &&
      !isDeepStrictEqual(there[name], policy[name]),
  );
  const wanted: Policy = {
    ...policy,
    ...Object.fromEntries(kept.map((name) => [name, there[name]])),
    version: there.version + 1,
    created_at: there.created_at,
    updated_at: at,
  };
  const differences = differencesOf(comparable(there), comparable(wanted));
  const change = differences.length > 0 ? 'update' : 'none';
  plan.next.push({ policy: change === 'none' ? there : wanted, declared: document });
  plan.changes.push({ ...told(policy), change, line, differences, kept });
}

/** What a policy says, however it is written: without what is only told of it. */
function comparable(policy: Policy): Record<string, unknown> {
  const {
    id: _id,
    version: _version,
    created_at: _made,
    updated_at: _at,
    source: _source,
    ...said
  } = policyAnswer(policy);
  return { ...said, services: policy.services };
}

/** The members that differ, the deepest that can be named. */
export function differencesOf(before: unknown, after: unknown, member = ''): Difference[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, wanted] = [membersOf(before), membersOf(after)];
  if (!old || !wanted || Array.isArray(before) !== Array.isArray(after)) {
    return [{ member, before: before ?? null, after: after ?? null }];
  }
  const names = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  const path = (name: string) =>
    Array.isArray(before) ? `${member}[${name}]` : member === '' ? name : `${member}.${name}`;
  return names.flatMap((name) => differencesOf(old[name], wanted[name], path(name)));
}

const membersOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
