import type { EvidenceValue } from '../kernel/evidence.ts';
import { conceptOf } from './catalogue.ts';

/** A further value that a derivation needs beside the one that is being followed in time. */
export interface Partner {
  readonly concept: string;
  /** Hours that it may lie before the other (0: of the same instant). Absent: the latest, whenever it was. */
  readonly within?: number;
}

/** How a concept is computed from others, where the record has no value of its own. */
export interface Derivation {
  readonly concept: string;
  /** Its instants are those of the result. */
  readonly of: string;
  readonly with: readonly Partner[];
  /** All in canonical units; undefined where the formula does not hold. */
  value(of: number, ...partners: readonly EvidenceValue[]): EvidenceValue | undefined;
}

export const DERIVATIONS: readonly Derivation[] = [
  { concept: 'egfr', of: 'creatinine', with: [{ concept: 'age' }, { concept: 'sex' }], value: egfr },
  {
    concept: 'body-mass-index',
    of: 'body-weight',
    with: [{ concept: 'body-height' }],
    value: (kilograms, centimetres) => kilograms / (Number(centimetres) / 100) ** 2,
  },
  {
    concept: 'mean-arterial-pressure',
    of: 'systolic-blood-pressure',
    with: [{ concept: 'diastolic-blood-pressure', within: 0 }],
    value: (systolic, diastolic) => (systolic + 2 * Number(diastolic)) / 3,
  },
  {
    concept: 'oxygen-pressure-to-fraction-ratio',
    of: 'arterial-oxygen-pressure',
    with: [{ concept: 'inhaled-oxygen-concentration', within: 4 }],
    value: (pressure, percent) => pressure / (Number(percent) / 100),
  },
  {
    concept: 'supplemental-oxygen',
    of: 'inhaled-oxygen-flow-rate',
    with: [],
    value: (litresPerMinute) => litresPerMinute > 0,
  },
  {
    concept: 'supplemental-oxygen',
    of: 'inhaled-oxygen-concentration',
    with: [],
    // Room air has 20.9 %, and is charted as 21.
    value: (percent) => percent > 21,
  },
  {
    concept: 'support-coma-score',
    of: 'glasgow-coma-score',
    with: [],
    value: (score) => FULLY_CONSCIOUS_OR_NOT_AT_ALL.get(score),
  },
];

/** The two ends of the Glasgow coma scale on that of SUPPORT: what lies between was never published. */
const FULLY_CONSCIOUS_OR_NOT_AT_ALL: ReadonlyMap<number, number> = new Map([
  [15, 0],
  [3, 100],
]);

/** Concepts that hold when one of others does. */
export const ANY_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['diabetes-mellitus', ['type-1-diabetes', 'type-2-diabetes']],
  ['myocardial-infarction', ['old-myocardial-infarction']],
  ['cerebrovascular-accident', ['ischaemic-stroke']],
  ['malignant-neoplastic-disease', ['breast-cancer', 'metastatic-cancer', 'multiple-myeloma']],
  [
    'statin-treatment',
    [
      'simvastatin',
      'atorvastatin',
      'rosuvastatin',
      'pravastatin',
      'lovastatin',
      'fluvastatin',
      'pitavastatin',
    ],
  ],
]);

/**
 * CKD-EPI 2021 creatinine equation, mL/min/1.73 m², from mg/dL: for adults (Inker et al., New England Journal of
 * Medicine 2021;385:1737, doi:10.1056/NEJMoa2102953).
 */
function egfr(creatinine: number, age: EvidenceValue, sex: EvidenceValue): number | undefined {
  if (Number(age) < 18 || (sex !== 'female' && sex !== 'male')) return undefined;
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1];
  const ratio = creatinine / kappa;
  return 142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** Number(age) * factor;
}

/** The concepts and, after them, those that they may be derived from: what a record must be searched for. */
export function withSources(concepts: readonly string[]): readonly string[] {
  const sources = concepts.flatMap((concept) => [
    ...DERIVATIONS.filter((d) => d.concept === concept).flatMap(sourcesOf),
    ...(ANY_OF.get(concept) ?? []),
    ...heldBy(concept),
  ]);
  return [...new Set([...concepts, ...sources])];
}

function heldBy(id: string): readonly string[] {
  const concept = conceptOf(id);
  return concept.kind === 'coded' && concept.heldBy !== undefined ? [concept.heldBy] : [];
}

export const sourcesOf = (derivation: Derivation): readonly string[] => [
  derivation.of,
  ...derivation.with.map((p) => p.concept),
];
