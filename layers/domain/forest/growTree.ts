import { IsolationForest, type TreeNode } from 'ml-isolation-forest';
import type { Random } from '../random.ts';

/**
 * Grows one isolation tree over all of `rows` with `ml-isolation-forest`, and takes nothing else from it: a fresh object
 * of one tree, because a second training of the same object adds trees that it never asks.
 *
 * The package draws from `Math.random` and takes no other source, so for the one synchronous call the global is the seeded
 * generator and is put back in any case. Nothing else can run meanwhile: no code of ours is called back, and JavaScript
 * has one thread. (Where the global is frozen, the assignment throws, and no unseeded tree is ever grown.)
 *
 * @param rows at least one, all of one length, every value finite: NaN would break the package's splits without a word
 * @throws RangeError when a value is not finite
 */
export function growTree(rows: readonly (readonly number[])[], random: Random): TreeNode {
  if (rows.length === 0 || rows.some((row) => !row.every(Number.isFinite)))
    throw new RangeError('a tree grows on rows of finite values');
  const one = new IsolationForest({ nEstimators: 1 });
  const global = Math.random;
  try {
    Math.random = random;
    one.train(rows);
  } finally {
    Math.random = global;
  }
  const [tree] = one.forest;
  if (tree === undefined) throw new Error('ml-isolation-forest grew no tree');
  return tree;
}
