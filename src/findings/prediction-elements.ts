import type { Extension, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import type { Manifest } from '../inference/manifest.ts';
import type { FurtherOutcome, QualitativeRisk, Score } from '../inference/prediction.ts';
import { UCUM } from '../kernel/canonical.ts';
import { durationDays } from '../kernel/clock.ts';
import type { Evidence } from '../kernel/evidence.ts';
import type { Answer } from './answer.ts';
import {
  comparisonExtension,
  curveExtension,
  type InputFacts,
  inputExtension,
  intervalExtension,
  scaleExtension,
  scoreExtension,
} from './extensions.ts';
import { furtherSentence, nounOf } from './further.ts';
import { toPercent } from './percent.ts';
import { pictureOf } from './picture-words.ts';
import { capitalise, rationaleSentence } from './sentences.ts';

/** The elements of `RiskAssessment.prediction`: the answer itself, then each further outcome. */
export const predictionsOf = (answer: Answer, manifest: Manifest, now: Date): RiskAssessmentPrediction[] => [
  first(answer, manifest, now),
  ...(answer.further ?? []).map((outcome) => further(outcome, answer, manifest, now)),
];

function first(answer: Answer, manifest: Manifest, now: Date): RiskAssessmentPrediction {
  return {
    extension: [
      ...answerExtensions(answer, manifest),
      ...inputsOf(answer, manifest).map(inputExtension),
      ...(answer.kind === 'prediction' && answer.curve ? [curveExtension(answer.curve)] : []),
    ],
    outcome: { coding: [answer.outcome], text: outcomeText(answer, manifest) },
    ...(answer.kind === 'prediction' ? { probabilityDecimal: toPercent(answer.probability) } : {}),
    qualitativeRisk: riskConcept(answer.risk, answer.band),
    ...relativeRisk(answer),
    ...(answer.kind === 'score' && !answer.horizon ? {} : whenOf(answer.horizon, answer, manifest, now)),
    rationale: rationaleSentence(answer, manifest),
  };
}

/** A code may say less than the model does: a death in hospital, a recurrence or death. */
const outcomeText = (answer: Answer, { wording }: Manifest): string =>
  answer.kind === 'score' ? answer.outcome.display : capitalise(wording.noun);

function answerExtensions(answer: Answer, manifest: Manifest): Extension[] {
  if (answer.kind === 'score') return scoreExtensions(answer, manifest);
  const { comparison } = answer;
  return [
    ...(answer.interval ? [intervalExtension(answer.interval)] : []),
    ...(comparison ? [comparisonExtension(comparison)] : []),
  ];
}

/** The value as it is said, and the scale where it has ends. */
function scoreExtensions({ value, unit }: Score, { score }: Manifest): Extension[] {
  const { decimals = 0, min, max } = score ?? {};
  const scale = min === undefined || max === undefined ? [] : [scaleExtension(min, max)];
  return [scoreExtension(Number(value.toFixed(decimals)), unit), ...scale];
}

function further(
  { outcome, probability, value, unit, interval, horizon, id }: FurtherOutcome,
  answer: Answer,
  manifest: Manifest,
  now: Date,
): RiskAssessmentPrediction {
  const extension = [
    ...(value === undefined ? [] : [scoreExtension(value, unit)]),
    ...(interval && probability !== undefined ? [intervalExtension(interval)] : []),
  ];
  const facts = { id, outcome, ...(horizon ? { horizon } : {}), ...(unit ? { unit } : {}) };
  const figure = probability === undefined ? (value === undefined ? {} : { value }) : { probability };
  return {
    ...(extension.length > 0 ? { extension } : {}),
    outcome: { coding: [outcome], text: capitalise(nounOf(facts, manifest)) },
    ...(probability === undefined ? {} : { probabilityDecimal: toPercent(probability) }),
    ...(probability === undefined && !horizon ? {} : whenOf(horizon, answer, manifest, now)),
    rationale: furtherSentence({ ...facts, ...figure }, manifest),
  };
}

const riskConcept = (risk: QualitativeRisk, band: string | undefined) => ({
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/risk-probability',
      code: risk,
      display: DISPLAY[risk],
    },
  ],
  ...(band ? { text: band } : {}),
});

const DISPLAY = {
  negligible: 'Negligible likelihood',
  low: 'Low likelihood',
  moderate: 'Moderate likelihood',
  high: 'High likelihood',
  certain: 'Certain',
} as const;

function relativeRisk(answer: Answer): Pick<RiskAssessmentPrediction, 'relativeRisk'> {
  if (answer.kind === 'score' || !answer.comparison || answer.comparison.probability <= 0) return {};
  return { relativeRisk: Math.round((answer.probability / answer.comparison.probability) * 100) / 100 };
}

/** Inputs with an effect in the order of the model, then those that it only read. */
function inputsOf(answer: Answer, manifest: Manifest): readonly InputFacts[] {
  const { contributions, evidence } = answer;
  const scale = answer.kind === 'score' ? 1 : 100;
  const modifiable = new Set(manifest.inputs.flatMap((i) => (i.modifiable ? [i.concept] : [])));
  const used = new Map(evidence.used.map((u) => [u.concept, u]));
  const explained = new Set(contributions.map((c) => c.concept));
  return [
    ...contributions.map((c) => ({
      ...c,
      effect: c.effect * scale,
      used: used.get(c.concept),
      modifiable: modifiable.has(c.concept),
    })),
    ...evidence.used
      .filter(({ concept }) => !explained.has(concept))
      .map((u) => ({ ...u, used: u, modifiable: modifiable.has(u.concept) })),
  ];
}

/**
 * When the outcome of a probability is, or would be: what is there now is there at the time of its picture; what has no length yet is
 * from now on.
 */
function whenOf(
  horizon: string | undefined,
  { evidence }: Answer,
  { outcome: { present } }: Manifest,
  now: Date,
): Pick<RiskAssessmentPrediction, 'whenRange' | 'whenPeriod'> {
  if (horizon !== undefined) return untilHorizon(horizon, evidence, now);
  const start = now.toISOString();
  if (!present) return { whenPeriod: { start } };
  const taken = pictureOf(evidence)?.date ?? start;
  return { whenPeriod: { start: taken, end: taken } };
}

/** R4 `whenRange` is the age range of the subject to which the probability applies; without an age, the period. */
function untilHorizon(
  horizon: string,
  { used }: Evidence,
  now: Date,
): Pick<RiskAssessmentPrediction, 'whenRange' | 'whenPeriod'> {
  const age = used.find((u) => u.concept === 'age')?.value;
  const days = durationDays(horizon);
  if (typeof age !== 'number') {
    const end = new Date(now.getTime() + days * DAY_MS);
    return { whenPeriod: { start: now.toISOString(), end: end.toISOString() } };
  }
  const end = Math.round((age + days / 365.25) * 10_000) / 10_000;
  return { whenRange: { low: ageQuantity(age), high: ageQuantity(end) } };
}

const DAY_MS = 86_400_000;

const ageQuantity = (value: number) => ({ value, unit: 'years', system: UCUM, code: 'a' });
