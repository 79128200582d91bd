import type { EvidenceValue } from '../kernel/evidence.ts';

/** The inputs that a manifest declares and a chart had, in canonical units. */
export interface EquationInputs {
  /** NaN where there is none. */
  number(concept: string): number;
  /** Undefined where there is none. */
  value(concept: string): EvidenceValue | undefined;
}

/** An equation that must not be applied to these values, although the manifest lets them through. */
export interface Declined {
  readonly declined: 'out-of-range' | 'not-applicable' | 'required-input-missing';
  /** One line: "eGFR below 15". */
  readonly because: string;
  readonly concepts: readonly string[];
}

/** What an equation gives: a probability 0–1, or a score in the unit of the manifest. */
export interface EquationResult {
  readonly answer: number;
  /**
   * What the manifest's thresholds judge, where that is not the answer itself: a guideline may count the point for sex
   * out, or raise the band for a single extreme value.
   */
  readonly judged?: number;
  /** By id of `manifest.further`; one that does not apply to this person is absent. */
  readonly further?: Readonly<Record<string, number>>;
  /** Likewise, but beyond the range of this person's age or values: never shown, only compared with test vectors. */
  readonly beyondRange?: Readonly<Record<string, number>>;
  /**
   * Why: by concept, the difference from the reference on the scale on which the equation adds up (linear predictor,
   * points). Their sum is what separates the person from the reference; the engine shares the answer out in proportion.
   */
  readonly parts: Readonly<Record<string, number>>;
  /** The person compared with: of the same age and sex where these are inputs. `answer` is theirs by this equation. */
  readonly reference: { readonly group: string; readonly answer: number };
  readonly cautions?: readonly string[];
  /** Stand for `below` of the manifest's thresholds, in their order, where these depend on the person: on age, in SCORE2. */
  readonly limits?: readonly number[];
}

/** The values that an equation was made for, limits included. */
export interface ValidRange {
  readonly concept: string;
  /** For sentences: "systolic blood pressure". */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** The upper limit itself is outside. */
  readonly isBelow?: boolean;
  /** For sentences: "mmHg"; none for years. */
  readonly unit: string;
}

/** A row of a file of test vectors, by column name. */
export type VectorRow = Readonly<Record<string, string>>;

/** How the published or computed test vectors of an equation are read. */
export interface Vectors {
  /** Name of the file in the shared folder of equations: `kfre4.csv`. Elsewhere the columns decide. */
  readonly file: string;
  /** The columns that `inputs` and `expected` read, by name; a file may have others. */
  readonly columns: readonly string[];
  /** The row as chart values by concept, in canonical units or with a unit. */
  inputs(
    row: VectorRow,
  ): Readonly<
    Record<string, EvidenceValue | { readonly value: EvidenceValue; readonly unit: string } | undefined>
  >;
  /**
   * What the row expects, by name (`answer` or an id of `further`): the text as it stands in the file, whose decimals
   * are the rounding it is met within; no number expects nothing. `tolerance` is in the unit of the text. `scale` is what an answer is multiplied by before it is compared (100: percent).
   */
  expected(
    row: VectorRow,
  ): Readonly<
    Record<string, { readonly text: string; readonly scale?: number; readonly tolerance?: number }>
  >;
}

/**
 * A published equation: `equation.ts` of a model folder with the runtime `module` exports one as `equation`. It is pure,
 * and small enough to be read beside its paper.
 */
export interface Equation {
  /** Whoever has a value outside is declined before anything is computed; test vectors are computed all the same. */
  readonly ranges?: readonly ValidRange[];
  compute(inputs: EquationInputs): EquationResult | Declined;
  readonly vectors: Vectors;
}
