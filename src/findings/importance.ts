import type { QualitativeRisk } from '../inference/prediction.ts';
import type { Answer } from './answer.ts';
import { indicatorOf } from './card-parts.ts';

const INDICATORS: readonly Answer['indicator'][] = ['info', 'warning', 'critical'];
const RISKS: readonly QualitativeRisk[] = ['negligible', 'low', 'moderate', 'high', 'certain'];

/**
 * What a clinician should read first: by the indicator of the card, then by the level of risk that the model gives the
 * answer, then by the risk relative to the comparison group, then by the risk itself. A score has neither of the last
 * two: it counts as much as its comparison group, and comes behind probabilities of the same rank.
 */
export function byImportance(a: Answer, b: Answer): number {
  const [ranksOfA, ranksOfB] = [ranksOf(a), ranksOf(b)];
  const place = ranksOfA.findIndex((rank, i) => rank !== ranksOfB[i]);
  return place < 0 ? 0 : ranksOfB[place]! - ranksOfA[place]!;
}

const ranksOf = (answer: Answer): readonly number[] => [
  INDICATORS.indexOf(indicatorOf(answer)),
  RISKS.indexOf(answer.risk),
  relativeRisk(answer),
  answer.kind === 'prediction' ? answer.probability : 0,
];

function relativeRisk(answer: Answer): number {
  if (answer.kind === 'score' || !answer.comparison || answer.comparison.probability <= 0) return 1;
  return answer.probability / answer.comparison.probability;
}

/** Worth a card of its own beside a summary. */
export const isAlarming = (answer: Answer): boolean => indicatorOf(answer) !== 'info';
