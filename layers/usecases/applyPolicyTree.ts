import type { Policy } from '#domain/policy/policy.ts';
import { type Finding, loadPolicyTree, type PolicyText } from '#domain/policy/tree.ts';
import { canonicalService } from '#domain/service/name.ts';
import type { Service } from '#domain/service/service.ts';
import { toInstant } from '#domain/time.ts';
import type { PolicyStore, PolicyTree, PolicyTrees } from '#ports';
import { type Author, mayChange, type PolicyPorts } from './applyPolicyDocument.ts';
import { type PlannedChange, planTree } from './planTree.ts';

export interface TreePorts extends Pick<PolicyPorts, 'services' | 'configuration' | 'clock'> {
  policies: PolicyStore & PolicyTrees;
}

export interface TreeRequest {
  files: readonly PolicyText[];
  /** what the tree holds, is not in the files and lies below here is removed; null: nothing is */
  prune: string | null;
  dryRun: boolean;
  /** the version of the tree that its author has seen, where they say so */
  ifVersion?: number;
}

export interface Checked {
  policies: number;
  faults: Finding[];
  warnings: Finding[];
}

export interface TreeDone {
  /** planned: it was only asked what would change */
  outcome: 'planned' | 'applied';
  changes: PlannedChange[];
  warnings: Finding[];
  /** of the tree as it is now */
  version: number;
}
export type TreeRefusal =
  | { outcome: 'invalid'; faults: Finding[]; warnings: Finding[] }
  | { outcome: 'foreign'; namespace: string | null; file: string }
  | { outcome: 'stale'; version: number }
  | { outcome: 'too_large' };
export type TreeOutcome = TreeDone | TreeRefusal;

export const isDone = (outcome: TreeOutcome): outcome is TreeDone =>
  outcome.outcome === 'applied' || outcome.outcome === 'planned';

/** Everything that is wrong with policy files, and what is to be said of them beside all that is there. Changes nothing. */
export async function validatePolicyTree(
  files: readonly PolicyText[],
  ports: TreePorts,
  { single = false }: { single?: boolean } = {},
): Promise<Checked> {
  const [others, services] = await Promise.all([ports.policies.all(), ports.services.all()]);
  const { policies, faults, warnings } = load(files, ports, { others, services, single });
  return { policies: policies.length, faults, warnings };
}

/**
 * Applies policy files as one: plans what changes, and changes all of it or nothing. Of two at once one is told that the
 * other was faster.
 */
export async function applyPolicyTree(request: TreeRequest, author: Author, ports: TreePorts): Promise<TreeOutcome> {
  const { files, prune, dryRun, ifVersion } = request;
  const tree = await ports.policies.tree(); // read first: what is changed after it makes the write fail
  if (ifVersion !== undefined && ifVersion !== tree.version) return { outcome: 'stale', version: tree.version };
  const [all, services] = await Promise.all([ports.policies.all(), ports.services.all()]);
  // and once more after: what another applied in between is in `all`, and would pass for what was made through the API
  const { version } = await ports.policies.tree();
  if (version !== tree.version) return { outcome: 'stale', version };
  const inTree = new Set(tree.policies.map(({ policy }) => policy.id));
  const goes = ({ file, namespace }: Policy) =>
    prune !== null && (file ?? '').startsWith(prune) && mayChange(author, namespace);
  const declared = (policy: Policy) => files.some(({ file }) => file === policy.file);
  const others = all.filter((policy) => !inTree.has(policy.id) || !(goes(policy) || declared(policy)));
  const loaded = load(files, ports, { others, services });
  const foreign = loaded.entries.find(({ policy }) => !mayChange(author, policy.namespace));
  if (foreign) {
    const { file } = foreign.at({ pointer: '', message: '' });
    return { outcome: 'foreign', namespace: foreign.policy.namespace, file };
  }
  const deployed = all.filter(({ source }) => source === 'file');
  const made = all.filter(({ id, source }) => source === 'api' && !inTree.has(id));
  const plan = planTree(loaded.entries, { deployed, made, tree: tree.policies, goes }, toInstant(ports.clock.now()));
  const faults = [...loaded.faults, ...plan.faults, ...taken(loaded.entries, author, services)];
  if (faults.length > 0) return { outcome: 'invalid', faults, warnings: loaded.warnings };
  const planned = { changes: plan.changes, warnings: loaded.warnings };
  const nothing = plan.changes.every(({ change }) => change === 'none');
  if (dryRun) return { outcome: 'planned', ...planned, version: tree.version };
  if (nothing) return { outcome: 'applied', ...planned, version: tree.version };
  return put(plan.next, tree, planned, ports);
}

async function put(
  next: PolicyTree['policies'],
  seen: PolicyTree,
  planned: { changes: PlannedChange[]; warnings: Finding[] },
  { policies }: TreePorts,
): Promise<TreeOutcome> {
  const done = await policies.putTree(next, seen);
  if (done === 'too_large') return { outcome: 'too_large' };
  if (done === 'stale') return { outcome: 'stale', version: (await policies.tree()).version };
  return { outcome: 'applied', ...planned, version: seen.version + 1 };
}

function load(
  files: readonly PolicyText[],
  { configuration, clock }: TreePorts,
  around: { others: readonly Policy[]; services: readonly Service[]; single?: boolean },
) {
  const { others, services, single } = around;
  const place = { services, whole: true, targets: Object.keys(configuration.notifications.targets) };
  return loadPolicyTree(files, { configuration, now: clock.now(), source: 'api', place, others, single });
}

/** A key of some namespaces takes no service for them that is not theirs already. */
function taken(entries: ReturnType<typeof load>['entries'], author: Author, services: readonly Service[]): Finding[] {
  if (author.namespaces === null) return [];
  return entries.flatMap(({ policy: { namespace, services: given }, at }) =>
    (given ?? [])
      .filter((name) => name !== namespace && ownerOf(name, services) !== namespace)
      .map((name) => ({
        ...at({
          pointer: '',
          message: `this key may not give ${name} to ${namespace}: forestall.yml or the tag forestall:owner does`,
        }),
        rule: 'place' as const,
      })),
  );
}

const ownerOf = (name: string, services: readonly Service[]): string | null =>
  services.find((service) => canonicalService(service.name) === name)?.owner ?? null;
