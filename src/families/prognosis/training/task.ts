import { competes, competingStatus, competingWeights } from '../../../statistics/competing.ts';
import type { Target } from '../learners/table.ts';
import type { Outcome, OutcomeRecipe, TabularData } from './tabular.ts';

/** One outcome to be learned and measured, on rows of the charted table. */
export interface Task {
  readonly recipe: OutcomeRecipe;
  /** `survival`: on all follow-up, then a risk at the horizon. `status`: on what is known at the horizon. */
  readonly mode: 'survival' | 'status';
  /** Of the rows of the table. */
  readonly outcome: Outcome;
}

export function taskFor(recipe: OutcomeRecipe, data: TabularData, rows: Int32Array): Task {
  const outcome = outcomeAt(named(data, recipe.outcome), rows);
  return { recipe, mode: modeOf(recipe, outcome), outcome };
}

function named({ outcomes }: TabularData, name: string): Outcome {
  const found = outcomes.get(name);
  if (!found) throw new RangeError(`the data set has no outcome ${name}`);
  return found;
}

/** A survival outcome is learned from all follow-up where every member can and nothing competes. */
function modeOf({ members }: OutcomeRecipe, outcome: Outcome): Task['mode'] {
  if (outcome.kind === 'binary' || competes(outcome)) return 'status';
  return members.every(({ learner }) => learner.supports.includes('survival')) ? 'survival' : 'status';
}

export function outcomeAt(outcome: Outcome, rows: ArrayLike<number>): Outcome {
  if (outcome.kind === 'binary')
    return { kind: 'binary', status: Int8Array.from(rows, (i) => outcome.status[i]!) };
  return {
    kind: 'survival',
    time: Float64Array.from(rows, (i) => outcome.time[i]!),
    event: Uint8Array.from(rows, (i) => outcome.event[i]!),
  };
}

/** 1 it happened by the horizon, 0 it did not, −1 unknown. */
export const statusOf = (outcome: Outcome, recipe: OutcomeRecipe): Int8Array =>
  outcome.kind === 'binary' ? outcome.status : competingStatus(outcome, horizonOf(recipe));

export function horizonOf({ months, answers }: OutcomeRecipe): number {
  if (months === undefined) throw new RangeError(`the outcome of ${answers} needs months`);
  return months;
}

/** Weights that let those whose status is known stand for those lost before; 0 where it is unknown. */
export function statusWeights(outcome: Outcome, recipe: OutcomeRecipe, counts: Float64Array): Float64Array {
  if (outcome.kind === 'survival') return competingWeights(outcome, horizonOf(recipe), counts);
  return counts.map((w, i) => (outcome.status[i]! < 0 ? 0 : w));
}

/** What a learner of a task is given. */
export interface Lesson {
  /** Of those asked for, the ones whose outcome is known. */
  readonly rows: Int32Array;
  readonly target: Target;
  readonly weights?: Float64Array;
}

/** The part of some rows of the table that can be learned from; those lost give their weight to the others. */
export function lessonFor({ recipe, mode, outcome }: Task, rows: Int32Array): Lesson {
  const own = outcomeAt(outcome, rows);
  if (own.kind === 'survival' && mode === 'survival') return { rows, target: own };
  const status = statusOf(own, recipe);
  const weights = statusWeights(own, recipe, new Float64Array(rows.length).fill(1));
  const kept = [...rows.keys()].filter((k) => weights[k]! > 0);
  return {
    rows: Int32Array.from(kept, (k) => rows[k]!),
    target: { kind: 'binary', y: Uint8Array.from(kept, (k) => status[k]!) },
    ...(own.kind === 'survival' ? { weights: Float64Array.from(kept, (k) => weights[k]!) } : {}),
  };
}
