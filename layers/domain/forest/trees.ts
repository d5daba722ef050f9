import type { TreeNode } from 'ml-isolation-forest';

/** Marks a leaf in `splitColumn`. */
export const LEAF = 255;

/**
 * The trees of a forest in flat arrays, one entry a node, each tree in preorder: what is asked thousands of times a second
 * is a few arrays, not a graph of objects.
 */
export interface Trees {
  /** where each tree begins */
  roots: Uint32Array;
  /** the column that an inner node splits by; LEAF of a leaf */
  splitColumn: Uint8Array;
  /** a row whose value is below goes left; 0 of a leaf */
  splitValue: Float32Array;
  /** indexes of the children; 0 of a leaf (no child is a root) */
  left: Uint32Array;
  right: Uint32Array;
  /** rows of the tree's sample that came through the node */
  size: Uint16Array;
  /** of a leaf: the length of the path to it, with what is expected below it (`pathThrough`); 0 of an inner node */
  path: Float32Array;
}

const EULER = 0.5772156649015329;

/**
 * c(n): the mean length of an unsuccessful search in a binary search tree of n nodes, so the depth that a leaf of n rows
 * would still have grown to. Liu, Ting and Zhou, "Isolation Forest", ICDM 2008, equation 1, with the harmonic number as
 * ln(i) + Euler's constant.
 */
export function expectedPath(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + EULER) - (2 * (rows - 1)) / rows;
}

/** One node as it is written down, in preorder. A leaf has no column. */
export interface FlatNode {
  column: number;
  value: number;
  size: number;
}

/** A tree in preorder, cut at the depth that the paper gives: below ⌈log₂ ψ⌉ everything is one leaf of its rows. */
export function flatten(tree: TreeNode, maxDepth: number): FlatNode[] {
  const nodes: FlatNode[] = [];
  const visit = (node: TreeNode, depth: number): void => {
    const { left, right, splitColumn, splitValue } = node;
    if (left && right && splitColumn !== undefined && splitValue !== undefined && depth < maxDepth) {
      nodes.push({ column: splitColumn, value: splitValue, size: 0 });
      visit(left, depth + 1);
      visit(right, depth + 1);
    } else nodes.push({ column: LEAF, value: 0, size: rowsBelow(node) });
  };
  visit(tree, 0);
  return nodes;
}

const rowsBelow = ({ left, right, trainingSet }: TreeNode): number =>
  left && right ? rowsBelow(left) + rowsBelow(right) : (trainingSet?.length ?? 0);

/** Lays trees, each in preorder, into arrays. @throws RangeError where the nodes are no whole trees */
export function lay(trees: readonly (readonly FlatNode[])[]): Trees {
  const count = trees.reduce((sum, nodes) => sum + nodes.length, 0);
  const laid: Trees = {
    roots: new Uint32Array(trees.length),
    splitColumn: new Uint8Array(count),
    splitValue: new Float32Array(count),
    left: new Uint32Array(count),
    right: new Uint32Array(count),
    size: new Uint16Array(count),
    path: new Float32Array(count),
  };
  let start = 0;
  trees.forEach((nodes, index) => {
    laid.roots[index] = start;
    if (place(laid, nodes, start) !== nodes.length) throw new RangeError('these nodes are no tree');
    start += nodes.length;
  });
  return laid;
}

/** Places one tree; @returns how many of its nodes were reached */
function place(laid: Trees, nodes: readonly FlatNode[], start: number): number {
  let next = 0;
  const visit = (depth: number): number => {
    const node = nodes[next];
    if (node === undefined || depth > 64) throw new RangeError('these nodes are no tree');
    const at = start + next;
    next += 1;
    laid.splitColumn[at] = node.column;
    laid.splitValue[at] = node.value;
    if (node.column === LEAF) {
      laid.size[at] = node.size;
      laid.path[at] = depth + expectedPath(node.size);
      return node.size;
    }
    laid.left[at] = start + next;
    const left = visit(depth + 1);
    laid.right[at] = start + next;
    const right = visit(depth + 1);
    laid.size[at] = left + right;
    return left + right;
  };
  visit(0);
  return next;
}

/**
 * The length of the path that a row takes through the tree at a root. Where its value is missing (NaN) it takes both ways,
 * each counted by the rows that went there: what is not known isolates nothing.
 */
export function pathThrough(trees: Trees, root: number, row: ArrayLike<number>): number {
  const { splitColumn, splitValue, left, right, size, path } = trees;
  let at = root;
  for (;;) {
    const column = splitColumn[at] ?? LEAF;
    if (column === LEAF) return path[at] ?? 0;
    const value = row[column] ?? Number.NaN;
    const [l, r] = [left[at] ?? 0, right[at] ?? 0];
    if (Number.isNaN(value)) {
      const [onLeft, onRight] = [size[l] ?? 0, size[r] ?? 0];
      if (onLeft + onRight === 0) return path[l] ?? 0;
      return (
        (onLeft * (onLeft === 0 ? 0 : pathThrough(trees, l, row)) +
          onRight * (onRight === 0 ? 0 : pathThrough(trees, r, row))) /
        (onLeft + onRight)
      );
    }
    at = value < (splitValue[at] ?? 0) ? l : r;
  }
}
