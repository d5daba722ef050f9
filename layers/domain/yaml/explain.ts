import * as z from 'zod';
import { nearest } from '../policy/nearest.ts';
import { keysAt } from './keys.ts';
import type { FileFault, Path, YamlSource } from './source.ts';

type Issue = z.core.$ZodIssue;

/** What a schema refuses in a file, one fault a mistake, each at its own place and with what would be right. */
export function explain(
  issues: readonly Issue[],
  schema: z.ZodType,
  source: Pick<YamlSource, 'value' | 'at' | 'atKey'>,
  base: Path = [],
): FileFault[] {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(shape, issue.path);
      return issue.keys.map((key) => source.atKey([...path, key], unknownKey(key, known)));
    }
    if (issue.code === 'invalid_key') {
      const said = issue.issues.map(({ message }) => message).join('; ');
      return [source.atKey(path, `${String(issue.path.at(-1))}: ${said}`)];
    }
    return [source.at(path, `${nameOf(issue.path)}${meant(issue, valueAt(source.value, path))}`)];
  });
}

const nameOf = (path: Path): string => {
  const key = path.findLast((part) => typeof part === 'string');
  return key === undefined ? '' : `${String(key)}: `;
};

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  if (near !== undefined) return `unknown key ${key}: did you mean ${near}?`;
  return known.length > 0 ? `unknown key ${key}: there is ${known.join(', ')}` : `unknown key ${key}`;
}

/** An issue as a sentence that says what would be right, and what is there instead. */
function meant(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? `missing: give ${kind(issue.expected)}`
        : `give ${kind(issue.expected)}, not ${shown(value)}`;
    case 'invalid_value': {
      const options = issue.values.map(String);
      const allowed = `${options.length > 1 ? 'one of ' : ''}${options.join(', ')}`;
      if (value === undefined) return `missing: give ${allowed}`;
      const near = typeof value === 'string' && options.length > 1 ? nearest(value, options) : undefined;
      return `${allowed}, not ${shown(value)}${near === undefined ? '' : `; did you mean ${near}?`}`;
    }
    case 'invalid_union':
      return unionText(issue, value);
    case 'too_big':
    case 'too_small':
      return `${bound(issue)}, not ${shown(value)}`;
    case 'invalid_format':
      if (issue.format === 'url') return `give an address like https://example.com/path, not ${shown(value)}`;
      return `${issue.message}, not ${shown(value)}`;
    default:
      return issue.message;
  }
}

/** Of a union's branches the one that fits the value's type knows best what is wrong. */
function unionText(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): string {
  const fitting = issue.errors.find(
    (branch) => !branch.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  const [first] = fitting ?? [];
  if (first) return meant(first, valueAt(value, first.path));
  const kinds = issue.errors.flatMap((branch) =>
    branch.flatMap((one) => (one.code === 'invalid_type' ? [kind(one.expected)] : [])),
  );
  return kinds.length > 0 ? `give ${[...new Set(kinds)].join(' or ')}, not ${shown(value)}` : issue.message;
}

function bound(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string {
  const most = issue.code === 'too_big';
  const limit = most ? issue.maximum : issue.minimum;
  const counted = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
  if (issue.inclusive === false) return `${most ? 'less' : 'more'} than ${limit}${counted}`;
  return `at ${most ? 'most' : 'least'} ${limit}${counted}`;
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};
const kind = (expected: string): string => kinds[expected] ?? expected;

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return value;
}
