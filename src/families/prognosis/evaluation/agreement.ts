import { chartFromValues } from '../../../chart/from-values.ts';
import { type Selection, selectInputs } from '../../../chart/select.ts';
import type { Equation, VectorRow } from '../../../inference/equation.ts';
import type { ModelOutput } from '../../../inference/prediction.ts';
import type { LoadedModel } from '../../../inference/registry.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { shareOf } from '../../../kernel/wilson.ts';
import type { Estimate } from '../../../statistics/bootstrap.ts';
import { openPrognosisModel, type PrognosisModel } from '../index.ts';
import { inputsOf } from '../serve/equation-engine.ts';
import { isMet } from './rounding.ts';
import { readVectors } from './vector-file.ts';

/** A vector that was not met: what it expects by name, and what came instead (or why nothing did). */
export interface Disagreement {
  /** Counted from 1, without the header. */
  readonly row: number;
  readonly expected: Readonly<Record<string, string>>;
  readonly got: Readonly<Record<string, number>> | string;
}

/** What `kairos evaluate --json` prints of an equation: the share of its test vectors that it meets. */
export interface EquationEvaluation {
  readonly model: string;
  readonly version: string;
  readonly data: { readonly sha256: string; readonly n: number };
  readonly metrics: { readonly agreement: Estimate };
  readonly subgroups: Readonly<Record<string, never>>;
  readonly comparators: Readonly<Record<string, never>>;
  readonly calibration: readonly never[];
  /** Vectors of people whom the served model declines as outside its range: their arithmetic is compared all the same. */
  readonly outsideRange: number;
  readonly disagreements: readonly Disagreement[];
}

/** Every vector goes through a chart and the served model, and is met within the rounding of its text. */
export async function evaluateEquation(
  loaded: LoadedModel,
  path: string,
): Promise<Result<EquationEvaluation>> {
  const { equation, manifest } = loaded;
  if (!equation) return err(problem('invalid-manifest', { message: `${manifest.name} is no equation` }));
  const model = openPrognosisModel(loaded);
  if (!model.ok) return model;
  const { vectors } = equation;
  const file = await readVectors(path, vectors.columns);
  if (!file.ok) return file;
  const checked = file.value.rows.flatMap((row, i) => checkVector(model.value, equation, row, i + 1));
  const n = checked.length;
  if (n === 0) return err(problem('invalid-data', { message: 'no row expects anything' }));
  const disagreements = checked.flatMap(({ disagreement }) => disagreement ?? []);
  return ok({
    model: manifest.name,
    version: manifest.version,
    data: { sha256: file.value.sha256, n },
    metrics: { agreement: shareOf(n - disagreements.length, n)! },
    subgroups: {},
    comparators: {},
    calibration: [],
    outsideRange: checked.filter((c) => c.outsideRange).length,
    disagreements,
  });
}

interface Checked {
  readonly outsideRange: boolean;
  readonly disagreement?: Disagreement;
}

/** Nothing where the row expects nothing. */
function checkVector(model: PrognosisModel, equation: Equation, row: VectorRow, place: number): Checked[] {
  const expected = Object.entries(equation.vectors.expected(row)).filter(([, { text }]) => hasNumber(text));
  if (expected.length === 0) return [];
  const { served, computed } = answersTo(model, equation, row);
  const isServed = typeof served === 'object' && expected.every(([name]) => name in served);
  const got = isServed ? served : computed;
  const outsideRange = !isServed && typeof computed === 'object';
  const isWholly = typeof got === 'object' && expected.every(([name, wanted]) => isMet(got[name], wanted));
  if (isWholly) return [{ outsideRange }];
  const texts = Object.fromEntries(expected.map(([name, { text }]) => [name, text]));
  return [{ outsideRange, disagreement: { row: place, expected: texts, got } }];
}

const hasNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

/** Numbers by name, or why there are none. */
type Answers = Disagreement['got'];

/** Vectors are values without a date: each chart is read on the day they were taken. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/** What the model shows, and what the arithmetic gives where the model declines only for its range. */
function answersTo(
  model: PrognosisModel,
  equation: Equation,
  row: VectorRow,
): { readonly served: Answers; readonly computed: Answers } {
  const chart = chartFromValues({ now: READ_AT, values: equation.vectors.inputs(row) });
  const output = model.predict(chart);
  if (output.kind === 'abstention' && output.reason !== 'out-of-range' && output.reason !== 'not-applicable')
    return { served: output.because, computed: output.because };
  const computed = computedFrom(equation, selectInputs(chart, model.manifest.inputs));
  return { served: output.kind === 'abstention' ? output.because : numbersOf(output), computed };
}

/** Past the ranges of the manifest and of the equation. */
function computedFrom(equation: Equation, selection: Selection): Answers {
  try {
    const result = equation.compute(inputsOf(selection));
    if ('declined' in result) return result.because;
    return { answer: result.answer, ...result.further, ...result.beyondRange };
  } catch {
    return 'the equation failed';
  }
}

function numbersOf(output: Exclude<ModelOutput, { kind: 'abstention' }>): Record<string, number> {
  const further = output.further?.map((f) => [f.id, f.probability ?? f.value ?? Number.NaN]) ?? [];
  const answer = output.kind === 'prediction' ? output.probability : output.value;
  return { answer, ...Object.fromEntries(further) };
}
