import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '#domain/configuration/configuration.ts';
import { derivedId } from '#domain/id.ts';
import { analyse } from '#domain/policy/analysis/analyse.ts';
import type { Remark as RemarkOf } from '#domain/policy/analysis/subject.ts';
import { policyAnswer } from '#domain/policy/answer.ts';
import { type ActionChecks, checkActions } from '#domain/policy/checkActions.ts';
import { checkGuards } from '#domain/policy/checkGuards.ts';
import { checkPlace } from '#domain/policy/checkPlace.ts';
import type { PolicyDocument } from '#domain/policy/document.ts';
import { placed } from '#domain/policy/faultPlace.ts';
import { type DocumentFault, type Normalised, normalise, type Setting } from '#domain/policy/normalise.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { toInstant } from '#domain/time.ts';
import type { Clock, PolicyStore, ServiceCatalog } from '#ports';

export interface PolicyPorts {
  policies: PolicyStore;
  services: Pick<ServiceCatalog, 'all'>;
  types: ActionChecks;
  configuration: Configuration;
  clock: Clock;
}
/** Who writes: `namespaces` are those that they may change, null all of them. */
export interface Author {
  namespaces: readonly string[] | null;
}
export interface Remark {
  pointer: string;
  message: string;
}

export type Refusal =
  | { outcome: 'invalid'; faults: Remark[] }
  | { outcome: 'foreign'; namespace: string | null }
  | { outcome: 'taken'; name: string; namespace: string | null }
  | { outcome: 'part_of_deploy'; members: string[] }
  | { outcome: 'stale' }
  | { outcome: 'unknown' };
export type Applied = { outcome: 'applied'; policy: Policy; warnings: Remark[] } | Refusal;

/** Makes a policy of a document. Its id derives from namespace and name, so of two at once one is refused. */
export async function createPolicy(document: PolicyDocument, author: Author, ports: PolicyPorts): Promise<Applied> {
  const there = await ports.policies.all();
  const read = await checked(document, settingFor(ports), ports);
  if (!read.policy) return { outcome: 'invalid', faults: read.faults };
  const { name, namespace } = read.policy;
  if (!mayChange(author, namespace)) return { outcome: 'foreign', namespace };
  const policy = { ...read.policy, id: freeId(read.policy, there) };
  if (isTaken(policy, there) || !(await ports.policies.create(policy))) return { outcome: 'taken', name, namespace };
  return { outcome: 'applied', policy, warnings: read.warnings };
}

/**
 * Puts a document in a policy's place. Name and namespace stay where the document leaves them out: they say which policy
 * it is. Of a policy that is part of the deploy only `enabled` and `autonomy` change.
 */
export async function replacePolicy(
  existing: Policy,
  document: PolicyDocument,
  author: Author,
  ports: PolicyPorts,
): Promise<Applied> {
  if (!mayChange(author, existing.namespace)) return { outcome: 'foreign', namespace: existing.namespace };
  if (existing.source === 'file') return replaceSwitches(existing, document, ports);
  const { id, namespace, version, created_at: createdAt, file, services } = existing;
  const named = existing.written.name === undefined ? document : { name: existing.name, ...document };
  const origin = { ...(file === null ? {} : { file }), ...(services === null ? {} : { services }) };
  const setting = { ...settingFor(ports), ...origin, id, namespace, version: version + 1, createdAt };
  const read = await checked(named, setting, ports);
  if (!read.policy) return { outcome: 'invalid', faults: read.faults };
  const { policy } = read;
  if (!mayChange(author, policy.namespace)) return { outcome: 'foreign', namespace: policy.namespace };
  if (isTaken(policy, await ports.policies.all()))
    return { outcome: 'taken', name: policy.name, namespace: policy.namespace };
  if (!(await ports.policies.replace(policy))) return { outcome: 'stale' };
  return { outcome: 'applied', policy, warnings: read.warnings };
}

export async function removePolicy(
  existing: Policy,
  author: Author,
  { policies }: Pick<PolicyPorts, 'policies'>,
): Promise<{ outcome: 'removed' } | Refusal> {
  if (!mayChange(author, existing.namespace)) return { outcome: 'foreign', namespace: existing.namespace };
  const removed = await policies.remove(existing.id, existing.version);
  return removed === 'from_file' ? { outcome: 'part_of_deploy', members: [] } : { outcome: removed };
}

/** Of a policy of a file; what the document leaves out stays as it is. */
async function replaceSwitches(
  existing: Policy,
  { enabled = existing.enabled, autonomy = existing.autonomy, ...rest }: PolicyDocument,
  ports: PolicyPorts,
): Promise<Applied> {
  const now = policyAnswer(existing);
  const members = Object.entries(rest)
    .filter(([member, value]) => !isDeepStrictEqual(value, now[member]))
    .filter(([member, value]) => !isDeepStrictEqual(value, existing.written[member]))
    .map(([member]) => member);
  if (members.length > 0) return { outcome: 'part_of_deploy', members };
  const updated_at = toInstant(ports.clock.now());
  const policy = { ...existing, enabled, autonomy, version: existing.version + 1, updated_at };
  return (await ports.policies.replace(policy)) ? { outcome: 'applied', policy, warnings: [] } : { outcome: 'stale' };
}

const settingFor = ({ configuration, clock }: PolicyPorts): Setting => ({
  source: 'api',
  namespace: null,
  configuration,
  now: clock.now(),
});

/** Every fault at once: of the document itself, of its actions, of its place among what is there, and of what it means
 *  beside the others. */
async function checked(
  document: PolicyDocument,
  setting: Setting,
  { services, types, configuration, policies }: PolicyPorts,
): Promise<{ policy?: Policy; faults: Remark[]; warnings: Remark[] }> {
  const read: Normalised = normalise(document, setting);
  const { policy } = read;
  const written = [read, checkActions(document, types), checkGuards(document)];
  const targets = Object.keys(configuration.notifications.targets);
  const place = policy
    ? checkPlace(document, policy, { services: await services.all(), whole: true, targets })
    : { faults: [], warnings: [] };
  const remarks = policy ? beside(document, policy, await policies.all()) : [];
  const faults = [...[...written, place].flatMap((part) => part.faults), ...remarks.filter(({ fault }) => fault)];
  const warnings = [...[...written, place].flatMap((part) => part.warnings), ...remarks.filter(({ fault }) => !fault)];
  const inWords = (fault: DocumentFault): Remark => placed(document, fault);
  const told = { faults: faults.map(inWords), warnings: warnings.map(inWords) };
  return policy && faults.length === 0 ? { policy, ...told } : told;
}

function beside(document: PolicyDocument, policy: Policy, there: readonly Policy[]): RemarkOf[] {
  const others = there
    .filter(({ id }) => id !== policy.id)
    .map((other) => ({ policy: other, document: other.written, where: `"${other.name}" (${other.id})` }));
  const own = { policy, document, where: `"${policy.name}"` };
  return analyse([...others, own], (subject) => subject === own);
}

/** Whether they may change a policy of this namespace. */
export const mayChange = ({ namespaces }: Author, namespace: string | null): boolean =>
  namespaces === null || (namespace !== null && namespaces.includes(namespace));

const isTaken = ({ id, name, namespace }: Policy, there: readonly Policy[]): boolean =>
  there.some((other) => other.id !== id && other.name === name && other.namespace === namespace);

/** A policy that was renamed keeps its id, which its first name would derive again: then the next is numbered. */
function freeId({ id, name, namespace }: Policy, there: readonly Policy[]): string {
  const renamed = (taken: string) => there.some((other) => other.id === taken && !isSame(other, { name, namespace }));
  let free = id;
  for (let number = 2; renamed(free); number++) free = derivedId('policy', namespace ?? '', name, number);
  return free;
}

const isSame = (a: Pick<Policy, 'name' | 'namespace'>, b: Pick<Policy, 'name' | 'namespace'>): boolean =>
  a.name === b.name && a.namespace === b.namespace;
