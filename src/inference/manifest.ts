import { z } from 'zod';
import { imageSchema } from './image-manifest.ts';

const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T\d+H)?$/,
    'an ISO 8601 duration such as P1Y or PT12H',
  );
const localised = z.object({ en: z.string().min(1) }).catchall(z.string().min(1));
const coding = z.strictObject({ system: z.url(), code: z.string().min(1), display: z.string().min(1) });

/** One input of a model: what it is, how old it may be, and what happens when it is not there. */
const input = z.strictObject({
  /** Id of an entry of `src/chart/concepts.json`. */
  concept: z.string().min(1),
  /** Without it the model abstains. */
  required: z.boolean().default(false),
  /** How far back a value may lie; absent for what does not age (sex). */
  window: duration.optional(),
  /** From this age on a value is used and named as old. */
  stale: duration.optional(),
  /** What to do without it. `model`: the model's own imputation, learned in training. */
  missing: z.strictObject({ impute: z.literal('model') }).optional(),
  /** What to do when something is there and cannot be read, and it is not required: compute without it, or abstain. */
  unusable: z.enum(['leave-out', 'abstain']).optional(),
  /** `<5`: `use-bound` computes with 5 and says so; `reject` (default) leaves the value out. */
  comparator: z.enum(['use-bound', 'reject']).default('reject'),
  /** The clinician can act on it; only then may a card speak of changing it. */
  modifiable: z.boolean().default(false),
  /** The model reads every value of the window, not only the latest. */
  series: z.boolean().default(false),
});

/** Exclusions and ranges outside which the model abstains. */
const applicability = z.strictObject({
  age: z.strictObject({ min: z.number(), max: z.number() }).optional(),
  exclude: z
    .array(
      z.strictObject({
        concept: z.string().min(1),
        /** Absent: any, as long as one is known. */
        value: z.union([z.boolean(), z.string()]).optional(),
        /** Completes "Not for ...": "pregnancy". */
        because: z.string().min(1),
        window: duration.optional(),
      }),
    )
    .default([]),
  /** Conditions without which the model was not made for this person: an intensive care stay, a diagnosis. */
  only: z
    .array(
      z.strictObject({
        concept: z.string().min(1),
        /** Absent: any, as long as one is known. */
        value: z.union([z.boolean(), z.string()]).optional(),
        /** Completes "Only for ...": "people with primary biliary cholangitis". */
        because: z.string().min(1),
        window: duration.optional(),
      }),
    )
    .default([]),
});

/** What must be said with an answer, always or only of those of whom a condition is known to hold. */
const caution = z.strictObject({
  says: z.string().min(1),
  when: z
    .strictObject({
      concept: z.string().min(1),
      /** Absent: any, as long as one is known. */
      value: z.union([z.boolean(), z.string()]).optional(),
      window: duration.optional(),
    })
    .optional(),
});

const threshold = z.strictObject({
  /** On the scale of the answer: a probability 0–1, or the score. */
  below: z.number().optional(),
  /** Name of the band, where the scale has names: "Child-Pugh class B". */
  band: z.string().min(1).optional(),
  risk: z.enum(['negligible', 'low', 'moderate', 'high', 'certain']),
  indicator: z.enum(['info', 'warning', 'critical']).default('info'),
});

const thresholds = z
  .array(threshold)
  .min(1)
  .refine((list) => list.every((t, i) => i < list.length - 1 === (t.below !== undefined)), {
    message: 'every threshold but the last needs "below"; the last is open',
  })
  .refine(
    (list) => list.every((t, i) => i === 0 || (t.below ?? Infinity) > (list[i - 1]?.below ?? Infinity)),
    {
      message: '"below" must increase',
    },
  );

/** The scale of a model whose answer is no probability. */
const score = z.strictObject({
  /** How sentences name it: "NEWS2", "estimated glomerular filtration rate". */
  label: z.string().min(1),
  /** UCUM; absent for points. */
  unit: z.string().min(1).optional(),
  decimals: z.int().min(0).max(4),
  min: z.number().optional(),
  max: z.number().optional(),
});

/** A further outcome or horizon that the model answers beside its first. */
const further = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
  coding,
  horizon: duration.optional(),
  /** As `wording.noun`. */
  noun: z.string().min(1),
  /** Present when this one is a value and no probability. */
  unit: z.string().min(1).optional(),
});

const intendedUse = z.strictObject({
  purpose: z.string().min(1),
  users: z.string().min(1),
  population: z.string().min(1),
  outOfScope: z.array(z.string().min(1)).min(1),
  limits: z.array(z.string().min(1)).min(1),
  regulatoryStatus: z.string().min(1),
});

const DEFAULT_SERVICES = {
  image: 'imaging-patient-view',
  text: 'text-patient-view',
  prognosis: 'prognosis-patient-view',
  treatment: 'treatment-patient-view',
} as const;

export const manifestSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a semantic version such as 1.0.0'),
    family: z.enum(['image', 'text', 'prognosis', 'treatment']),
    runtime: z.enum(['linear', 'forest', 'blend', 'onnx', 'tfjs', 'module', 'remote']),
    title: localised,
    /** How sentences name the outcome: "5-year {noun} 12%", "12 in 100 ... {verb} within 5 years". */
    wording: z.strictObject({ noun: z.string().min(1), verb: z.string().min(1) }),
    /** A score of the present has no horizon; a probability has one, or says until when people are looked at. */
    outcome: z.strictObject({
      coding,
      horizon: duration.optional(),
      /** Where no length of time is known beforehand: "discharge from hospital". */
      until: z.string().min(1).optional(),
      /** The probability is of what is there now: a finding on a picture. */
      present: z.literal(true).optional(),
    }),
    /** Present when the answer is a score and no probability. */
    score: score.optional(),
    further: z.array(further).default([]),
    inputs: z.array(input).min(1),
    applicability: applicability.default({ exclude: [], only: [] }),
    /** Of a model of the family `image`: its network, what it says of a picture, and of which pictures. */
    image: imageSchema.optional(),
    /** For a finding on a picture, the first `below` is the operating point of the published sensitivity and specificity. */
    thresholds,
    /** Shown with the answer, after what the runtime has to say of it. */
    cautions: z.array(caution).default([]),
    /** File name in the folder → `sha256-<hex>`. */
    artifacts: z.record(z.string().regex(/^[\w.-]+$/), z.string().regex(/^sha256-[0-9a-f]{64}$/)),
    training: z.strictObject({
      data: z.array(z.string()),
      licence: z.string().min(1),
      command: z.string().min(1),
    }),
    intendedUse,
    /** Papers and data the model rests on. */
    references: z.array(z.string().min(1)).default([]),
    /** What must be shown with every answer: an acknowledgement, a copyright. */
    acknowledgement: z.string().min(1).optional(),
    /** CDS services that ask it, by id; by default that of its family when a record is opened. */
    services: z.array(z.string().min(1)).optional(),
    /** Models that answer the same better: where one of them has answered, this one is stored and not shown on cards. */
    supersededBy: z.array(z.string().min(1)).default([]),
  })
  .refine(
    ({ score, outcome: { horizon, until, present } }) =>
      score !== undefined || (horizon ?? until ?? present) !== undefined,
    {
      message: 'a probability needs outcome.horizon, outcome.until or outcome.present; a score needs "score"',
      path: ['outcome', 'horizon'],
    },
  )
  .refine((m) => (m.family === 'image') === (m.image !== undefined), {
    message: 'a model of the family image, and no other, has "image"',
    path: ['image'],
  })
  .refine(
    ({ image, further }) =>
      !image || image.findings.slice(1).every(({ id }) => further.some((f) => f.id === id)),
    {
      message: 'every finding but the first needs the id of an outcome in "further"',
      path: ['image', 'findings'],
    },
  )
  .refine(
    (m) =>
      m.score !== undefined ||
      m.thresholds.every((t) => t.below === undefined || (t.below > 0 && t.below <= 1)),
    {
      message: '"below" is a probability between 0 and 1',
      path: ['thresholds'],
    },
  )
  .transform((m) => ({ ...m, services: m.services ?? [DEFAULT_SERVICES[m.family]] }));

/** A model's `manifest.json`. From it come prefetch, extraction, applicability, `basis`, labels and the model card. */
export type Manifest = z.output<typeof manifestSchema>;

/** Every concept that a model may read: its inputs, and what decides for whom it is and what is said with it. */
export const conceptsReadBy = ({
  inputs,
  applicability,
  cautions,
}: Pick<Manifest, 'inputs' | 'applicability' | 'cautions'>): readonly string[] => [
  ...[...inputs, ...applicability.exclude, ...applicability.only].map((i) => i.concept),
  ...cautions.flatMap(({ when }) => when?.concept ?? []),
];
