import { suffixWords } from '../../findings/suffix-words.ts';

/** Metric names of `kairos evaluate`, in the order in which they are shown, and what they mean in plain words. */
const NAMES: Readonly<Record<string, { readonly short: string; readonly meaning: string }>> = {
  cIndex: { short: 'C-index', meaning: 'how well it ranks patients by risk: 0.5 is chance, 1 is perfect' },
  auroc: {
    short: 'AUROC',
    meaning: 'how well it separates those with the outcome from those without: 0.5 is chance',
  },
  auprc: {
    short: 'AUPRC',
    meaning: 'precision averaged over all cut-offs: compare with how common the outcome is',
  },
  predictedToObserved: {
    short: 'Predicted / observed',
    meaning: 'predicted over observed events: 1 is right on average',
  },
  calibrationSlope: { short: 'Calibration slope', meaning: '1 is ideal; below 1 its risks are too extreme' },
  calibrationIntercept: {
    short: 'Calibration intercept',
    meaning: '0 is ideal; above 0 it predicts too little',
  },
  brier: { short: 'Brier score', meaning: 'mean squared error of the predictions: lower is better' },
  ece: {
    short: 'Calibration error',
    meaning: 'mean gap between what is predicted and what is observed: lower is better',
  },
  hosmerLemeshowH: { short: 'Hosmer-Lemeshow H', meaning: 'misfit across ten risk groups: lower is better' },
  minSensitivityPpv: {
    short: 'min(sensitivity, PPV)',
    meaning: 'the best cut-off that balances both: higher is better',
  },
  accuracy: { short: 'Accuracy', meaning: 'share of right answers' },
  sensitivity: { short: 'Sensitivity', meaning: 'share of those with the outcome that it finds' },
  specificity: { short: 'Specificity', meaning: 'share of those without the outcome that it clears' },
  precision: { short: 'Precision', meaning: 'share of its positive answers that are right' },
  recall: { short: 'Recall', meaning: 'share of the positives that it finds' },
  f1: { short: 'F1', meaning: 'precision and recall in one number: higher is better' },
  macroF1: { short: 'Macro F1', meaning: 'F1 averaged over the classes' },
  mae: { short: 'Mean absolute error', meaning: 'lower is better' },
  within20: { short: 'Within 20%', meaning: 'share of predictions within 20% of the truth' },
  coverage: {
    short: 'Interval coverage',
    meaning: 'share of intervals that hold the truth: compare with the nominal level',
  },
};

const ORDER = Object.keys(NAMES);

export interface MetricName {
  readonly key: string;
  readonly short: string;
  readonly meaning: string;
}

/** How much better a model is than the other method: `auroc_5yDifference`. */
const DIFFERENCE = /Difference$/;

/** `auroc_5y` → "AUROC (5 years)", `auroc_bacterialViral` → "AUROC (bacterial against viral)", `cIndexDifference` → "C-index, difference"; an unknown name is shown as it is. */
export function metricName(key: string): MetricName {
  if (DIFFERENCE.test(key)) {
    const { short } = metricName(key.replace(DIFFERENCE, ''));
    return { key, short: `${short}, difference`, meaning: 'this model less the other method' };
  }
  const [base = key, suffix] = key.split('_');
  const known = Object.hasOwn(NAMES, base) ? NAMES[base] : undefined;
  if (!known) return { key, short: key, meaning: '' };
  return {
    key,
    short: suffix ? `${known.short} (${termWords(suffix)})` : known.short,
    meaning: known.meaning,
  };
}

function termWords(suffix: string): string {
  const years = /^(\d+)y$/.exec(suffix)?.[1];
  if (years) return `${years} ${years === '1' ? 'year' : 'years'}`;
  return suffixWords(suffix) ?? suffix;
}

const rank = (key: string): number => {
  const position = ORDER.indexOf(key.replace(DIFFERENCE, '').split('_')[0] ?? key);
  return position < 0 ? ORDER.length : position;
};

/** The metrics of a result in reading order, unknown ones last. */
export const inOrder = (keys: readonly string[]): readonly MetricName[] =>
  keys.toSorted((a, b) => rank(a) - rank(b)).map(metricName);
