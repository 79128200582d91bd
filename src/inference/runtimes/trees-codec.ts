/** Deeper trees are refused: the explanation of a row takes time and memory with the depth. */
export const DEEPEST = 64;

/**
 * Trees in flat arrays, one after the other, each in breadth-first order: the k-th inner node of a tree has its two
 * children at places 2k + 1 (left) and 2k + 2 (right) of that tree, so that no array of children is needed and none
 * can form a loop.
 */
export interface TreeArrays {
  /** Nodes of each tree. */
  readonly sizes: Int32Array;
  /** Column of the split, −1 for a leaf. */
  readonly feature: Int16Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** Threshold of a split (a value below it goes left), value of a leaf. */
  readonly value: Float32Array;
  /** Weight of the training rows that came through the node. */
  readonly cover: Float32Array;
}

/** The same in the JSON of a weights file: base64 of the little-endian arrays. */
export type EncodedTrees = { readonly [K in keyof TreeArrays]: string };

export const encodeTrees = (trees: TreeArrays): EncodedTrees => ({
  sizes: toBase64(trees.sizes),
  feature: toBase64(trees.feature),
  missingLeft: toBase64(trees.missingLeft),
  value: toBase64(trees.value),
  cover: toBase64(trees.cover),
});

/** @throws RangeError when a text does not hold whole numbers of bytes for its type */
export const decodeTrees = (json: EncodedTrees): TreeArrays => ({
  sizes: new Int32Array(bytesOf(json.sizes)),
  feature: new Int16Array(bytesOf(json.feature)),
  missingLeft: new Uint8Array(bytesOf(json.missingLeft)),
  value: new Float32Array(bytesOf(json.value)),
  cover: new Float32Array(bytesOf(json.cover)),
});

/** Several sets of trees as one. */
export const concatTrees = (parts: readonly TreeArrays[]): TreeArrays => ({
  sizes: joined(Int32Array, parts, (p) => p.sizes),
  feature: joined(Int16Array, parts, (p) => p.feature),
  missingLeft: joined(Uint8Array, parts, (p) => p.missingLeft),
  value: joined(Float32Array, parts, (p) => p.value),
  cover: joined(Float32Array, parts, (p) => p.cover),
});

function joined<A extends { readonly length: number; set(from: A, at: number): void }>(
  type: new (length: number) => A,
  parts: readonly TreeArrays[],
  of: (part: TreeArrays) => A,
): A {
  const out = new type(parts.reduce((sum, part) => sum + of(part).length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(of(part), at);
    at += of(part).length;
  }
  return out;
}

const toBase64 = (array: ArrayBufferView): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');

/** A copy of its own, so that the arrays on it are aligned. */
function bytesOf(base64: string): ArrayBuffer {
  const bytes = Buffer.from(base64, 'base64');
  return Uint8Array.from(bytes).buffer;
}
