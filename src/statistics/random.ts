/** Uniform numbers in [0, 1). Randomness is always an argument, so that every run can be repeated. */
export type Random = () => number;

/**
 * A seeded generator with 128 bits of state: xoshiro128** by Blackman and Vigna (ACM TOMS 2021, 47:36),
 * its state filled from the seed by splitmix32.
 */
export function seededRandom(seed: number): Random {
  const fill = splitmix32(seed);
  let a = fill();
  let b = fill();
  let c = fill();
  let d = fill();
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result / 4_294_967_296;
  };
}

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}

/** Fisher-Yates shuffle of 0..n-1. */
export function permutation(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** How often each of n people is drawn when n are drawn with replacement: one bootstrap sample as weights. */
export function bootstrapCounts(n: number, random: Random): Float64Array {
  const counts = new Float64Array(n);
  for (let i = 0; i < n; i++) counts[Math.floor(random() * n)]! += 1;
  return counts;
}

/** A fold number 0..folds-1 for each of n people, in equal parts. */
export function foldsOf(n: number, folds: number, random: Random): Int32Array {
  const fold = new Int32Array(n);
  permutation(n, random).forEach((person, place) => {
    fold[person] = place % folds;
  });
  return fold;
}
