import type { Extension, RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import { formatDate } from '../chart/wording.ts';
import { EXTENSIONS } from './extensions.ts';
import { percentWords } from './percent.ts';

/** An earlier result that a result can be compared with. */
export interface Trend {
  /** "12%, was 9.0% on 3 Mar 2026" */
  readonly words: string;
  readonly previous: RiskAssessment;
}

/**
 * How a result differs from the one before it: of the same version of the same model for the same person, made of other
 * values. The same values asked again, in another encounter or a year later, are no trend.
 *
 * @param stored results of the person, newest first
 */
export function trendOf(current: RiskAssessment, stored: readonly RiskAssessment[]): Trend | undefined {
  const now = figureOf(current);
  const previous = stored.find((earlier) => isBefore(earlier, current) && isComparable(earlier, current));
  const then = previous && figureOf(previous);
  if (!now || !previous || !then) return undefined;
  const when = whenWords(previous.occurrenceDateTime!, current.occurrenceDateTime!);
  return { words: now === then ? `${now}, as ${when}` : `${now}, was ${then} ${when}`, previous };
}

const isBefore = (a: RiskAssessment, b: RiskAssessment): boolean =>
  Date.parse(a.occurrenceDateTime ?? '') < Date.parse(b.occurrenceDateTime ?? '');

function isComparable(a: RiskAssessment, b: RiskAssessment): boolean {
  const isSameModel = modelOf(a) !== undefined && modelOf(a) === modelOf(b);
  return isSameModel && a.subject.reference === b.subject.reference && inputsKey(a) !== inputsKey(b);
}

function modelOf({ status, method }: RiskAssessment): string | undefined {
  const { code, version } = method?.coding?.[0] ?? {};
  return status === 'final' && code && version ? `${code}|${version}` : undefined;
}

/** What the model was told, apart from age: everybody gets older. */
function inputsKey({ prediction }: RiskAssessment): string {
  const inputs = (prediction?.[0]?.extension ?? []).filter((e) => e.url === EXTENSIONS.contribution);
  return JSON.stringify(
    inputs
      .map(factsOf)
      .filter((facts) => !facts.startsWith('["age"'))
      .sort(),
  );
}

const FACTS = ['concept', 'value', 'date', 'source', 'count', 'from'] as const;

const factsOf = (input: Extension): string =>
  JSON.stringify(
    FACTS.flatMap((name) => (input.extension ?? []).filter((e) => e.url === name)).map(
      ({ valueCoding, valueQuantity, valueReference, ...rest }) =>
        valueCoding?.code ??
        valueQuantity?.value ??
        valueReference?.reference ??
        rest.valueDateTime ??
        rest.valueString ??
        rest.valueInteger,
    ),
  );

/** "12%", "7 points": as it is stored. Undefined where there is no number. */
const figureOf = ({ prediction }: RiskAssessment): string | undefined => {
  const first = prediction?.[0];
  if (first?.probabilityDecimal !== undefined) return percentWords(first.probabilityDecimal / 100);
  const score = first && scoreOf(first);
  return score && [score.value, score.unit].join(' ').trim();
};

/** The value of a stored score; undefined for a probability. */
export function scoreOf({ extension }: RiskAssessmentPrediction) {
  const { value, unit } = extension?.find((e) => e.url === EXTENSIONS.score)?.valueQuantity ?? {};
  return value === undefined ? undefined : { value, ...(unit === undefined ? {} : { unit }) };
}

const whenWords = (then: string, now: string): string =>
  then.slice(0, 10) === now.slice(0, 10) ? 'earlier that day' : `on ${formatDate(then)}`;
