import { Reader, Writer } from '../shard/bytes.ts';
import { type ForestModel, ForestSummary } from './model.ts';
import { type FlatNode, LEAF, lay, type Trees } from './trees.ts';

// A forest's object: magic, version, length of the head, head (the summary, as JSON), companions, ψ, columns, trees. Each tree is its
// nodes in preorder, so no links are written: columns first (255: a leaf), then the values of the inner nodes, then the
// sizes of the leaves. The head comes first, so that a ranged read of the beginning is enough for a status.

const MAGIC = 0x54_53_52_46; // "FRST", little endian
const VERSION = 1;
const PREFIX = 4 + 1 + 4;

export function encodeForest({ summary, standing }: ForestModel): Uint8Array {
  const out = new Writer();
  out.u32(MAGIC);
  out.u8(VERSION);
  out.text(JSON.stringify(ForestSummary.parse(summary))); // in the schema's order, so that the same is the same bytes
  const forest = standing?.forest;
  out.list(standing?.companions ?? [], (weights) => out.list(weights, (weight) => out.f32(weight)));
  out.u32(forest?.sample ?? 0);
  out.u32(forest?.columns ?? 0);
  const roots = forest ? [...forest.trees.roots] : [];
  out.u32(roots.length);
  roots.forEach((root, index) => {
    if (forest) writeTree(out, forest.trees, root, roots[index + 1] ?? forest.trees.size.length);
  });
  return out.done();
}

/** @throws RangeError on bytes that are no forest, or one of a version that this code does not know */
export function decodeForest(bytes: Uint8Array): ForestModel {
  const from = new Reader(bytes);
  readPrefix(from);
  const summary = ForestSummary.parse(JSON.parse(from.text()));
  const companions = from.list(() => from.list(() => from.f32()));
  const [sample, columns] = [from.u32(), from.u32()];
  const trees = from.list(() => readTree(from, columns));
  if (trees.length === 0) return { summary, standing: undefined };
  return { summary, standing: { companions, forest: { trees: lay(trees), sample, columns } } };
}

/** How many bytes from the beginning hold the whole head. `bytes` must hold the first nine at least. */
export function forestHeadEnd(bytes: Uint8Array): number {
  const from = new Reader(bytes);
  readPrefix(from);
  return PREFIX + from.u32();
}

/** The summary, of bytes that hold the whole head. */
export function decodeForestHead(bytes: Uint8Array): ForestSummary {
  const from = new Reader(bytes);
  readPrefix(from);
  return ForestSummary.parse(JSON.parse(from.text()));
}

function readPrefix(from: Reader): void {
  if (from.u32() !== MAGIC) throw new RangeError('this is not a forest');
  const version = from.u8();
  if (version !== VERSION)
    throw new RangeError(`the forest has version ${version}, this code reads ${VERSION}: deploy the newer one`);
}

function writeTree(out: Writer, { splitColumn, splitValue, size }: Trees, from: number, until: number): void {
  const columns = splitColumn.subarray(from, until);
  out.bytes(columns);
  columns.forEach((column, index) => {
    if (column !== LEAF) out.f32(splitValue[from + index] ?? 0);
  });
  columns.forEach((column, index) => {
    const rows = size[from + index] ?? 0;
    if (column !== LEAF) return;
    out.u8(rows & 0xff);
    out.u8(rows >> 8);
  });
}

function readTree(from: Reader, columns: number): FlatNode[] {
  const splits = [...from.bytes()];
  if (splits.some((column) => column !== LEAF && column >= columns))
    throw new RangeError('a node splits by a column that there is not');
  const values = splits.map((column) => (column === LEAF ? 0 : from.f32()));
  return splits.map((column, index) => ({
    column,
    value: values[index] ?? 0,
    size: column === LEAF ? from.u8() + 256 * from.u8() : 0,
  }));
}
