import type { Configuration } from '../configuration/configuration.ts';
import { explain } from '../yaml/explain.ts';
import { type FileFault, type Path, readYaml, type YamlSource } from '../yaml/source.ts';
import { actionChecks } from './actionParameters/index.ts';
import { checkActions } from './checkActions.ts';
import { checkGuards } from './checkGuards.ts';
import { type Compliance, GlobalFile, NamespaceFile, PolicyDocument, PolicyFile } from './document.ts';
import { type DocumentFault, normalise } from './normalise.ts';
import type { Policy } from './policy.ts';

export type { FileFault };

/** A policy with the document that it was made of, and the place in its file of whatever is to be said of it. */
export interface LoadedPolicy {
  policy: Policy;
  document: PolicyDocument;
  at(fault: DocumentFault): FileFault;
}

export interface LoadedFile {
  policies: Policy[];
  entries: LoadedPolicy[];
  /** services that the file gives to its namespace, canonical or not; null where it says nothing of them */
  owns: { namespace: string; services: string[] } | null;
  namespace: string | null;
  /** what a global file holds the installation to */
  compliance: Compliance | null;
  faults: FileFault[];
  warnings: FileFault[];
  /** The place of a member of the file itself. */
  at(path: Path, message: string): FileFault;
}

export interface LoadSetting {
  configuration: Pick<Configuration, 'guards' | 'autonomy' | 'verify' | 'slos'>;
  now: number;
  /** where the policies come from; a file of the deploy where nothing is said */
  source?: 'file' | 'api';
  /** the namespace that the file's folder stands for, where the file names none */
  namespace?: string | null;
  /** the text may also be one policy alone */
  single?: boolean;
}

/**
 * Loads one policy file, in any of the accepted spellings. Never throws on what is written: every fault has its line and
 * column and says what would be right, all of them at once.
 */
export function loadPolicyFile(file: string, text: string, setting: LoadSetting): LoadedFile {
  const source = readYaml(file, text);
  const loaded: LoadedFile = {
    policies: [],
    entries: [],
    owns: null,
    namespace: setting.namespace ?? null,
    compliance: null,
    faults: source.faults,
    warnings: [],
    at: source.at,
  };
  if (source.faults.length > 0) return loaded;
  if (setting.single && isAlone(source.value)) {
    const alone = PolicyDocument.safeParse(source.value);
    if (!alone.success) return { ...loaded, faults: explain(alone.error.issues, PolicyDocument, source) };
    return fill(loaded, { ...NONE, entries: [{ path: [], document: alone.data }] }, source, setting);
  }
  const read = PolicyFile.safeParse(source.value);
  return read.success ? fill(loaded, contents(read.data), source, setting) : { ...loaded, faults: shapeFaults(source) };
}

/** Neither a list nor one that holds policies. */
const isAlone = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !['policies', 'global_policies', 'apiVersion', 'services', 'compliance'].some((key) => key in value);

/** The policies of a file that has the right shape, each checked. */
function fill(loaded: LoadedFile, read: Contents, source: YamlSource, setting: LoadSetting): LoadedFile {
  const { services, entries, compliance, ...said } = read;
  const namespace = said.namespace ?? loaded.namespace;
  loaded.namespace = namespace;
  loaded.compliance = compliance;
  if (namespace !== null && services !== undefined) loaded.owns = { namespace, services };
  for (const { path, document } of entries) {
    const at = ({ pointer, message, offset, key }: DocumentFault) => {
      const place = [...path, ...pointer.split('/').slice(1)];
      return key ? source.atKey(place, message) : source.at(place, message, offset);
    };
    const { configuration, now } = setting;
    const { file } = at({ pointer: '', message: '' });
    const origin = setting.source === 'api' ? { source: 'api' as const, file } : { source: 'file' as const };
    const result = normalise(document, { configuration, now, ...origin, namespace, services });
    const checks = [result, checkActions(document, actionChecks), checkGuards(document)];
    loaded.faults.push(...checks.flatMap(({ faults }) => faults).map(at));
    loaded.warnings.push(...checks.flatMap(({ warnings }) => warnings).map(at));
    if (!result.policy) continue;
    const { id, name } = result.policy;
    if (loaded.policies.some((other) => other.id === id)) {
      loaded.faults.push(at({ pointer: '/name', message: `there are two policies "${name}" here: name one anew` }));
      continue;
    }
    loaded.policies.push(result.policy);
    loaded.entries.push({ policy: result.policy, document, at });
  }
  return loaded;
}

interface Contents {
  namespace: string | null;
  services: string[] | undefined;
  compliance: Compliance | null;
  entries: { path: Path; document: PolicyDocument }[];
}
const NONE = { namespace: null, services: undefined, compliance: null };

function contents(file: PolicyFile): Contents {
  const list = (policies: readonly PolicyDocument[], base: Path) =>
    policies.map((document, index) => ({ path: [...base, index], document }));
  if (Array.isArray(file)) return { ...NONE, entries: list(file, []) };
  if ('global_policies' in file) {
    const { global_policies, compliance = null } = file;
    return { ...NONE, compliance, entries: list(global_policies, ['global_policies']) };
  }
  const { namespace = null, services, policies } = file;
  return { ...NONE, namespace, services, entries: list(policies, ['policies']) };
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
