import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TreesMember } from '../../src/inference/runtimes/trees.ts';
import { concatTrees, encodeTrees, type TreeArrays } from '../../src/inference/runtimes/trees-codec.ts';
import { type Part, toCsv } from './data.ts';

/** AUROC and log-loss on unseen rows; seconds to train; microseconds for one row; rows per second of many. */
export interface Figures {
  readonly name: string;
  readonly auroc: number;
  readonly logLoss: number;
  readonly train: number;
  readonly one: number;
  readonly batch: number;
}

interface SklearnTree {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly value: readonly number[];
  readonly cover: readonly number[];
}

export interface Sklearn {
  readonly figures: readonly Figures[];
  readonly forest: {
    readonly trees: readonly SklearnTree[];
    readonly predicted: readonly number[];
    readonly one: number;
    readonly batch: number;
  };
}

/** What scikit-learn makes of the same rows; undefined where there is no python3 that has it. */
export function withSklearn(train: Part, test: Part): Sklearn | undefined {
  const python = ['python3', '/usr/bin/python3'].find(
    (command) => spawnSync(command, ['-c', 'import sklearn']).status === 0,
  );
  if (!python) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'kairos-bench-'));
  try {
    writeFileSync(join(folder, 'train.csv'), toCsv(train));
    writeFileSync(join(folder, 'test.csv'), toCsv(test));
    const script = join(import.meta.dirname, 'with_sklearn.py');
    const { status, stdout, stderr } = spawnSync(python, [script, folder], {
      maxBuffer: 2 ** 30,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Sklearn;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same forest as a member of a model: the mean of its trees. */
export function memberOf({ trees }: Sklearn['forest'], features: number): TreesMember {
  const arrays = concatTrees(trees.map((tree) => arraysOf(tree, trees.length)));
  return { kind: 'trees', features, bags: [trees.length], base: [0], ...encodeTrees(arrays) };
}

function arraysOf(tree: SklearnTree, count: number): TreeArrays {
  const order = [0];
  for (const node of order) if (tree.left[node]! >= 0) order.push(tree.left[node]!, tree.right[node]!);
  const isLeaf = (node: number) => tree.left[node]! < 0;
  return {
    sizes: Int32Array.of(order.length),
    feature: Int16Array.from(order, (node) => (isLeaf(node) ? -1 : tree.feature[node]!)),
    missingLeft: new Uint8Array(order.length),
    value: Float32Array.from(order, (node) =>
      isLeaf(node) ? tree.value[node]! / count : above(tree.threshold[node]!),
    ),
    cover: Float32Array.from(order, (node) => tree.cover[node]!),
  };
}

/** scikit-learn sends left what is at most the threshold, Kairos what is below: the next number in single precision. */
function above(threshold: number): number {
  const rounded = Math.fround(threshold);
  if (rounded > threshold) return rounded;
  const bits = new Int32Array(Float32Array.of(rounded === 0 ? 0 : rounded).buffer);
  bits[0]! += rounded >= 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0]!;
}
