import { z } from 'zod';

/** A node as ml-random-forest writes it: a leaf has a `distribution`, an inner node a split and two children. */
interface TreeNode {
  readonly distribution?: unknown;
  readonly splitColumn?: number | undefined;
  readonly splitValue?: number | undefined;
  readonly left?: TreeNode | undefined;
  readonly right?: TreeNode | undefined;
}

const node: z.ZodType<TreeNode> = z.lazy(() =>
  z.object({
    distribution: z.unknown().optional(),
    splitColumn: z.number().optional(),
    splitValue: z.number().optional(),
    left: node.optional(),
    right: node.optional(),
  }),
);

/** `toJSON()` of ml-random-forest's RandomForestRegression (mean of the trees) and RandomForestClassifier. */
const forestJson = z.object({
  name: z.enum(['RFRegression', 'RFClassifier']),
  selectionMethod: z.literal('mean').optional(),
  baseModel: z.object({
    indexes: z.array(z.array(z.int().min(0))),
    estimators: z.array(z.object({ root: node })),
  }),
});

/** All trees of a forest in flat arrays; the children of inner node i are `child[i]` and `child[i] + 1`. */
export interface Forest {
  /** Column of the split, −1 for a leaf. */
  readonly feature: Int16Array;
  /** Threshold of a split (below it goes left), value of a leaf. */
  readonly value: Float64Array;
  readonly child: Int32Array;
  readonly roots: Int32Array;
}

/**
 * Compiles the JSON of an ml-random-forest model. A regression tree's leaf is its mean; a classifier's leaf is the
 * class it votes for, so that the mean over trees is the share of votes for class 1.
 *
 * @throws ZodError when the JSON is not such a forest
 */
export function compileForest(json: unknown): Forest {
  const { baseModel } = forestJson.parse(json);
  const nodes = { feature: [] as number[], value: [] as number[], child: [] as number[] };
  const roots = baseModel.estimators.map(({ root }, tree) => {
    const at = reserve(nodes, 1);
    place(nodes, at, root, baseModel.indexes[tree]!);
    return at;
  });
  return {
    feature: Int16Array.from(nodes.feature),
    value: Float64Array.from(nodes.value),
    child: Int32Array.from(nodes.child),
    roots: Int32Array.from(roots),
  };
}

interface Nodes {
  readonly feature: number[];
  readonly value: number[];
  readonly child: number[];
}

function reserve(nodes: Nodes, count: number): number {
  const at = nodes.feature.length;
  for (let i = 0; i < count; i++) {
    nodes.feature.push(-1);
    nodes.value.push(0);
    nodes.child.push(-1);
  }
  return at;
}

function place(nodes: Nodes, at: number, tree: TreeNode, columns: readonly number[]): void {
  if (!tree.left || !tree.right) {
    nodes.value[at] = leafValue(tree.distribution);
    return;
  }
  nodes.feature[at] = columns[tree.splitColumn!]!;
  nodes.value[at] = tree.splitValue!;
  const children = reserve(nodes, 2);
  nodes.child[at] = children;
  place(nodes, children, tree.left, columns);
  place(nodes, children + 1, tree.right, columns);
}

/** A mean, or the most frequent class of a 1×k table of class shares. */
function leafValue(distribution: unknown): number {
  if (typeof distribution === 'number') return distribution;
  const [shares] = z.array(z.array(z.number()).min(1)).min(1).parse(distribution);
  return shares!.indexOf(Math.max(...shares!));
}

/** Mean over the trees for one row of features. */
export function predictForest(forest: Forest, row: Float64Array): number {
  const { feature, value, child, roots } = forest;
  let sum = 0;
  for (let t = 0; t < roots.length; t++) {
    let at = roots[t]!;
    for (let column = feature[at]!; column >= 0; column = feature[at]!) {
      at = child[at]! + (row[column]! < value[at]! ? 0 : 1);
    }
    sum += value[at]!;
  }
  return sum / roots.length;
}
