import type { Cohort } from '../../../src/families/prognosis/cohort.ts';
import type { Specification } from '../../../src/families/prognosis/features/specification.ts';
import type { EvidenceValue } from '../../../src/kernel/evidence.ts';
import { type Random, seededRandom } from '../../../src/statistics/random.ts';

/** A standard normal number by Box and Muller. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

interface Options {
  readonly n: number;
  readonly seed?: number;
  /** Creatinine reads this much higher, on the log scale, in cycle 1999. */
  readonly assayShift?: number;
}

/** Invented people of two survey cycles whose creatinine rises with age, and who die the sooner for both. */
export function inventedCohort({ n, seed = 1, assayShift = 0 }: Options): Cohort {
  const random = seededRandom(seed);
  const rows = Array.from({ length: n }, (_, i) => {
    const age = 20 + 65 * random();
    const male = random() < 0.5 ? 1 : 0;
    const late = i % 2;
    const log = -0.3 + 0.006 * (age - 50) + 0.2 * male + 0.15 * normal(random) + (late ? 0 : assayShift);
    const death = (-Math.log(1 - random()) * 1_200) / Math.exp(0.09 * (age - 50) + 2 * log);
    const followed = 61 + 60 * random();
    return { age, male, late, log, death, followed };
  });
  const levels = (of: (row: (typeof rows)[number]) => string) => rows.map(of);
  const numbers = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  return {
    ids: rows.map((_, i) => `person-${i}`),
    inputs: new Map([
      ['age', numbers((r) => r.age)],
      ['sex', numbers((r) => r.male)],
      ['creatinine', numbers((r) => Math.exp(r.log))],
    ]),
    codes: new Map([
      [
        'sex',
        new Map<EvidenceValue, number>([
          ['female', 0],
          ['male', 1],
        ]),
      ],
    ]),
    survival: {
      time: numbers((r) => Math.min(r.death, r.followed)),
      event: Uint8Array.from(rows, (r) => (r.death <= r.followed ? 1 : 0)),
    },
    groups: new Map([
      ['sex', levels((r) => (r.male ? 'male' : 'female'))],
      ['cycle', levels((r) => (r.late ? '2001' : '1999'))],
    ]),
    entryGroup: 'cycle',
    scores: new Map([['published', numbers((r) => (r.late ? r.age : Number.NaN))]]),
  };
}

export const specification: Specification = {
  age: { knots: [25, 42, 57, 70, 82], max: 85, bySex: 1 },
  inputs: [{ concept: 'creatinine', transform: 'log', knots: 3, byAge: true, bySex: true, harmonise: true }],
  clip: 0.001,
  ridge: 10,
  followUp: 84,
  horizon: 60,
  era: ['1999', '2001'],
  referenceAssays: ['2001'],
};
