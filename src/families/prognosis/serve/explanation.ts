import type { Comparison, Contribution } from '../../../inference/prediction.ts';
import { riskOf, riskSlope } from '../../../inference/runtimes/linear.ts';
import type { EvidenceValue, UsedInput } from '../../../kernel/evidence.ts';
import type { Engine, EngineOutput } from './engine.ts';

/** What everyone of an age and sex shares: these are what a person is compared at, not what is explained. */
const DEMOGRAPHIC: ReadonlySet<string> = new Set(['age', 'sex']);

/** The averages of an engine by age and sex: a few hundred, asked for again and again. */
const averages = new WeakMap<Engine, Map<string, EngineOutput>>();

/** What is kept for an engine at most: ages are whole years. */
const MOST_AVERAGES = 1_000;

/** The same model for somebody of whom only age and sex are known: the average of such people. */
export function averagePerson(engine: Engine, values: Float64Array): EngineOutput {
  const known = values.map((value, v) => (DEMOGRAPHIC.has(engine.concepts[v]!) ? value : Number.NaN));
  const kept = averages.get(engine) ?? new Map<string, EngineOutput>();
  averages.set(engine, kept);
  const key = known.filter((value) => !Number.isNaN(value)).join();
  const found = kept.get(key) ?? engine.evaluate(known);
  if (kept.size < MOST_AVERAGES) kept.set(key, found);
  return found;
}

/** "women aged 63", "women aged 85 or over". Undefined where age or sex is not known. */
export function comparisonWith(
  engine: Engine,
  average: EngineOutput,
  known: ReadonlyMap<string, EvidenceValue>,
): Comparison | undefined {
  const [age, sex] = [known.get('age'), known.get('sex')];
  if (typeof age !== 'number' || typeof sex !== 'string') return undefined;
  const aged = age > oldestIn(engine) ? `${oldestIn(engine)} or over` : Math.floor(age);
  return { group: `${sex === 'male' ? 'men' : 'women'} aged ${aged}`, probability: average.risk };
}

/** Older people are computed as this age: nothing is known of theirs alone. */
const oldestIn = ({ linear }: Engine): number =>
  linear.weights.features.variables.find((v) => v.concept === 'age')?.clip[1] ?? Number.POSITIVE_INFINITY;

/**
 * Each input's share of the difference between this person's risk and that of the average person of their age and
 * sex. On the scale of the linear predictor the shares are exact differences of parts; the risk is shared out in
 * their proportion, which is the Aumann-Shapley value of a function of a sum (Aumann & Shapley, Values of Non-Atomic
 * Games, 1974; "integrated gradients", Sundararajan et al., ICML 2017). They add up to the difference exactly.
 */
export function contributionsOf(
  engine: Engine,
  person: EngineOutput,
  average: EngineOutput,
  used: readonly UsedInput[],
): Contribution[] {
  const scale = riskPerUnit(engine, person, average);
  const inputs = new Map(used.map((u) => [u.concept, u]));
  return engine.concepts.flatMap((concept, v) => {
    if (DEMOGRAPHIC.has(concept)) return [];
    const effect = (person.parts[v]! - average.parts[v]!) * scale;
    return [{ concept, effect, ...detailsOf(inputs.get(concept)) }];
  });
}

function riskPerUnit({ linear }: Engine, person: EngineOutput, average: EngineOutput): number {
  const { link } = linear.weights;
  const difference = person.predictor - average.predictor;
  if (Math.abs(difference) < 1e-9) return riskSlope(link, average.predictor);
  return (riskOf(link, person.predictor) - riskOf(link, average.predictor)) / difference;
}

/** The value behind a contribution; without one the model filled it in. */
export function detailsOf(used: UsedInput | undefined): Partial<Contribution> {
  if (!used) return { imputed: true };
  const { value, unit, date } = used;
  return { value, ...(unit ? { unit } : {}), ...(date ? { date } : {}) };
}
