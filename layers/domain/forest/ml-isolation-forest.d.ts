// The package ships no types: these are the parts of its source (0.1.0) that are used.
declare module 'ml-isolation-forest' {
  export interface TreeNode {
    /** of an inner node */
    splitColumn?: number;
    splitValue?: number;
    left?: TreeNode;
    right?: TreeNode;
    /** of a leaf: the rows that ended there */
    trainingSet?: readonly (readonly number[])[];
  }
  export class IsolationForest {
    constructor(options?: { nEstimators?: number });
    /** one tree each time it is called with `nEstimators: 1` */
    forest: TreeNode[];
    train(rows: readonly (readonly number[])[]): void;
  }
}
