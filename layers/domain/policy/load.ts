import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Configuration } from '../configuration/configuration.ts';
import { PolicyDocument, PolicyFile } from './document.ts';
import { normalise } from './normalise.ts';
import type { Policy } from './policy.ts';

export interface FileFault {
  file: string;
  line: number;
  column: number;
  message: string;
}
export interface LoadedFile {
  policies: Policy[];
  /** services that the file gives to its namespace */
  owns: { namespace: string; services: string[] } | null;
  faults: FileFault[];
  warnings: FileFault[];
}

type Path = readonly PropertyKey[];

/**
 * Loads one policy file, in any of the accepted spellings. Never throws on what is written: every fault has its line and
 * column and says what would be right, all of them at once.
 */
export function loadPolicyFile(
  file: string,
  text: string,
  setting: { configuration: Pick<Configuration, 'guards' | 'autonomy' | 'verify'>; now: number },
): LoadedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): FileFault => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message };
  };
  const loaded: LoadedFile = { policies: [], owns: null, faults: [], warnings: [] };
  if (document.errors.length > 0) {
    loaded.faults = document.errors.map((error) => at(error.pos[0], `not YAML: ${error.message}`));
    return loaded;
  }
  const place = (path: Path, inside = 0): number => offsetOf(document.contents, path) + inside;
  const read = PolicyFile.safeParse(document.toJS({ maxAliasCount: 50 }));
  if (!read.success) {
    loaded.faults = shapeFaults(document.toJS(), read.error).map(({ path, message }) => at(place(path), message));
    return loaded;
  }
  const { namespace, services, entries } = contents(read.data);
  if (namespace !== null) loaded.owns = { namespace, services: services ?? [namespace] };
  for (const { path, policy } of entries) {
    const result = normalise(policy, { ...setting, source: 'file', namespace });
    const where = (fault: { pointer: string; offset?: number }) => {
      const member = [...path, ...fault.pointer.split('/').slice(1)];
      return place(member, fault.offset === undefined ? 0 : fault.offset + quoteOf(document.contents, member));
    };
    loaded.faults.push(...result.faults.map((fault) => at(where(fault), fault.message)));
    loaded.warnings.push(...result.warnings.map((warning) => at(where(warning), warning.message)));
    if (result.policy) loaded.policies.push(result.policy);
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
function shapeFaults(value: unknown, error: z.ZodError): { path: Path; message: string }[] {
  const { entries, base } = meant(value);
  if (entries === undefined) {
    return [
      {
        path: [],
        message: 'a policy file is a list of policies, or has policies (with a namespace) or global_policies',
      },
    ];
  }
  const faults = entries.flatMap((entry, index) => {
    const read = PolicyDocument.safeParse(entry);
    return read.success
      ? []
      : read.error.issues.map((issue) => ({ path: [...base, index, ...issue.path], message: issueText(issue) }));
  });
  return faults.length > 0 ? faults : error.issues.map((issue) => ({ path: issue.path, message: issueText(issue) }));
}

const issueText = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys' ? `unknown: ${issue.keys.join(', ')}` : issue.message;

function meant(value: unknown): { entries?: unknown[]; base: Path } {
  if (Array.isArray(value)) return { entries: value, base: [] };
  if (typeof value !== 'object' || value === null) return { base: [] };
  for (const key of ['policies', 'global_policies']) {
    const entries: unknown = Reflect.get(value, key);
    if (Array.isArray(entries)) return { entries, base: [key] };
  }
  return { base: [] };
}

/** Where the node at this path begins; where there is none, its nearest parent that there is. */
function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = isNode(root) ? (root.range?.[0] ?? 0) : 0;
  for (const key of path) {
    const next: Node | undefined = childOf(node, key);
    if (next === undefined) break;
    node = next;
    offset = next.range?.[0] ?? offset;
  }
  return offset;
}

function childOf(node: unknown, key: PropertyKey): Node | undefined {
  if (!isMap(node) && !isSeq(node)) return undefined;
  const child: unknown = node.get(isSeq(node) ? Number(key) : key, true);
  return isNode(child) ? child : undefined;
}

/** A quoted text begins one character after its node. */
function quoteOf(root: unknown, path: Path): number {
  let node: unknown = root;
  for (const key of path) node = childOf(node, key);
  return isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') ? 1 : 0;
}
