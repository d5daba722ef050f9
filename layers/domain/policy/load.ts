import type { Configuration } from '../configuration/configuration.ts';
import { explain } from '../yaml/explain.ts';
import { type FileFault, type Path, readYaml, type YamlSource } from '../yaml/source.ts';
import { GlobalFile, NamespaceFile, PolicyDocument, PolicyFile } from './document.ts';
import { type DocumentFault, normalise } from './normalise.ts';
import type { Policy } from './policy.ts';

export type { FileFault };
export interface LoadedFile {
  policies: Policy[];
  /** services that the file gives to its namespace */
  owns: { namespace: string; services: string[] } | null;
  faults: FileFault[];
  warnings: FileFault[];
}

/**
 * Loads one policy file, in any of the accepted spellings. Never throws on what is written: every fault has its line and
 * column and says what would be right, all of them at once.
 */
export function loadPolicyFile(
  file: string,
  text: string,
  setting: { configuration: Pick<Configuration, 'guards' | 'autonomy' | 'verify'>; now: number },
): LoadedFile {
  const source = readYaml(file, text);
  const loaded: LoadedFile = { policies: [], owns: null, faults: source.faults, warnings: [] };
  if (source.faults.length > 0) return loaded;
  const read = PolicyFile.safeParse(source.value);
  if (!read.success) return { ...loaded, faults: shapeFaults(source) };
  const { namespace, services, entries } = contents(read.data);
  if (namespace !== null) loaded.owns = { namespace, services: services ?? [namespace] };
  for (const { path, policy } of entries) {
    const result = normalise(policy, { ...setting, source: 'file', namespace, services });
    const placed = ({ pointer, message, offset }: DocumentFault) =>
      source.at([...path, ...pointer.split('/').slice(1)], message, offset);
    loaded.faults.push(...result.faults.map(placed));
    loaded.warnings.push(...result.warnings.map(placed));
    if (!result.policy) continue;
    const { id, name } = result.policy;
    const twice = loaded.policies.some((other) => other.id === id);
    if (twice) loaded.faults.push(source.at([...path, 'name'], `there are two policies "${name}" here: name one anew`));
    else loaded.policies.push(result.policy);
  }
  return loaded;
}

function contents(file: PolicyFile) {
  const list = (policies: readonly PolicyDocument[], base: Path) =>
    policies.map((policy, index) => ({ path: [...base, index], policy }));
  if (Array.isArray(file)) return { namespace: null, services: undefined, entries: list(file, []) };
  if ('global_policies' in file) {
    return { namespace: null, services: undefined, entries: list(file.global_policies, ['global_policies']) };
  }
  return { namespace: file.namespace ?? null, services: file.services, entries: list(file.policies, ['policies']) };
}

/** A union's error says "no shape fits"; what helps is what is wrong with the shape that was meant. */
function shapeFaults(source: YamlSource): FileFault[] {
  const { value } = source;
  const { entries, base } = meant(value);
  if (entries === undefined) {
    return [
      source.at([], 'a policy file is a list of policies, or has policies (with a namespace) or global_policies'),
    ];
  }
  const inside = entries.flatMap((entry, index) => {
    const read = PolicyDocument.safeParse(entry);
    return read.success ? [] : explain(read.error.issues, PolicyDocument, source, [...base, index]);
  });
  return [...aroundEntries(base[0], source), ...inside];
}

/** What is wrong beside the policies: the file's own keys. */
function aroundEntries(list: PropertyKey | undefined, source: YamlSource): FileFault[] {
  const shape = list === 'policies' ? NamespaceFile : list === 'global_policies' ? GlobalFile : undefined;
  const read = shape?.safeParse(source.value);
  if (shape === undefined || read === undefined || read.success) return [];
  const own = read.error.issues.filter(({ path }) => path[0] !== list);
  return explain(own, shape, source);
}

function meant(value: unknown): { entries?: unknown[]; base: Path } {
  if (Array.isArray(value)) return { entries: value, base: [] };
  if (typeof value !== 'object' || value === null) return { base: [] };
  for (const key of ['policies', 'global_policies']) {
    const entries: unknown = Reflect.get(value, key);
    if (Array.isArray(entries)) return { entries, base: [key] };
  }
  return { base: [] };
}
