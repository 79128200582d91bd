import { ascending } from './order.ts';

/**
 * Cumulative/dynamic AUROC at a horizon: the probability that someone who died by then had a higher score
 * than someone who lived through it; equal scores count half (Heagerty et al., Biometrics 2000;56:337, with the
 * weights of Uno et al. 2007).
 *
 * @returns a function of the censoring weights, so that bootstrap samples reuse the sorting
 */
export function aurocAt(status: Int8Array, score: Float64Array): (weights: Float64Array) => number {
  const order = ascending(score);
  return (weights) => {
    let controlsBelow = 0;
    let cases = 0;
    let concordant = 0;
    for (let k = 0; k < order.length; ) {
      const value = score[order[k]!];
      let tiedCases = 0;
      let tiedControls = 0;
      for (; k < order.length && score[order[k]!] === value; k++) {
        const i = order[k]!;
        if (status[i] === 1) tiedCases += weights[i]!;
        else if (status[i] === 0) tiedControls += weights[i]!;
      }
      concordant += tiedCases * (controlsBelow + tiedControls / 2);
      cases += tiedCases;
      controlsBelow += tiedControls;
    }
    return concordant / (cases * controlsBelow);
  };
}

/** Brier score at a horizon under censoring (Graf et al. 1999): weighted squared error over everyone's weight. */
export function brierAt(status: Int8Array, risk: Float64Array, weights: Float64Array, total: number): number {
  let sum = 0;
  for (let i = 0; i < risk.length; i++) {
    if (weights[i] !== 0) sum += weights[i]! * (status[i]! - risk[i]!) ** 2;
  }
  return sum / total;
}
