import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';

/** What is wrong in a file, and where: as editors and compilers show it. */
export interface FileFault {
  file: string;
  line: number;
  column: number;
  message: string;
}
export type Path = readonly PropertyKey[];

/** A YAML text as plain values that still knows where each of them was written. */
export interface YamlSource {
  /** undefined when the text is not YAML: then `faults` says why */
  value: unknown;
  faults: FileFault[];
  /** A fault of the value at this path, `inside` characters into its text; of the nearest parent where it is missing. */
  at(path: Path, message: string, inside?: number): FileFault;
  /** A fault of the last key of this path itself. */
  atKey(path: Path, message: string): FileFault;
}

/** More aliases than this are an attack by expansion, not a convenience. */
const MOST_ALIASES = 50;

/** Reads a YAML text. Never throws on what is written. */
export function readYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const root: unknown = document.contents;
  const place = (offset: number, message: string): FileFault => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message };
  };
  const source: YamlSource = {
    value: undefined,
    faults: document.errors.map(({ pos, message }) => place(pos[0], `not YAML: ${message}`)),
    at: (path, message, inside) =>
      place(inside === undefined ? offsetOf(root, path) : insideOf(root, path, text, inside), message),
    atKey: (path, message) => place(keyOffsetOf(root, path), message),
  };
  if (source.faults.length > 0) return source;
  try {
    return { ...source, value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    // an alias without an anchor, or too many of them, is found only when it is followed
    const reason = error instanceof Error ? error.message : String(error);
    return { ...source, faults: [place(0, `not YAML: ${reason}`)] };
  }
}

/** Where the node at this path begins; where there is none, its nearest parent that there is. */
function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = isNode(root) ? (root.range?.[0] ?? 0) : 0;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) break;
    node = next;
    offset = next.range?.[0] ?? offset;
  }
  return offset;
}

function keyOffsetOf(root: unknown, path: Path): number {
  let node = root;
  for (const key of path.slice(0, -1)) node = childOf(node, key);
  const last = path.at(-1);
  const pair = isMap(node) ? node.items.find((item) => isKey(item, last)) : undefined;
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : offsetOf(root, path);
}

const isKey = ({ key }: Pair, name: PropertyKey | undefined): boolean => isScalar(key) && `${key.value}` === name;

function childOf(node: unknown, key: PropertyKey): Node | undefined {
  if (!isMap(node) && !isSeq(node)) return undefined;
  const child: unknown = node.get(isSeq(node) ? Number(key) : key, true);
  return isNode(child) ? child : undefined;
}

/** Where a character of a text value stands in the file: quotes, folded lines and their indentation are not in the value. */
function insideOf(root: unknown, path: Path, text: string, inside: number): number {
  let node: unknown = root;
  for (const key of path) node = childOf(node, key);
  const begin = offsetOf(root, path);
  if (!isScalar(node) || typeof node.value !== 'string') return begin;
  const block = node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL';
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  let at = block ? text.indexOf('\n', begin) + 1 : begin + (quoted ? 1 : 0);
  for (const character of node.value.slice(0, inside)) {
    if (!isSpace(character)) at = afterSpaces(text, at);
    else if (!isSpace(text[at])) continue; // written as an escape: what follows is looked for from here
    at += 1;
  }
  // behind the last character there is nothing to look for
  return inside >= node.value.length || isSpace(node.value[inside]) ? at : afterSpaces(text, at);
}

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at])) at += 1;
  return at;
}
