import { z } from 'zod';

/** How pictures become the numbers that a network computes with. */
export const preprocessSchema = z.strictObject({
  /** Of the square that the network sees, in pixels. */
  side: z.int().min(16).max(1024),
  /** How a picture comes to a square: `stretch` ignores its proportions, `pad` adds black, `crop` cuts the longer side. */
  fit: z.enum(['stretch', 'pad', 'crop']),
  normalise: z.discriminatedUnion('kind', [
    /** (x / 255 − mean) / deviation. */
    z.strictObject({ kind: z.literal('fixed'), mean: z.number(), deviation: z.number().positive() }),
    /** The same with numbers of their own for red, green and blue. */
    z.strictObject({
      kind: z.literal('channels'),
      mean: z.tuple([z.number(), z.number(), z.number()]),
      deviation: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
    }),
    /** By the picture's own mean and standard deviation, to a deviation of one half; clipped to −2…2. */
    z.strictObject({ kind: z.literal('own') }),
  ]),
});

export type Preprocess = z.output<typeof preprocessSchema>;

const word = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const codeString = z.string().regex(/^[A-Z0-9 _]{1,16}$/, 'a DICOM code string such as DX or CHEST');

/**
 * From the network's margin of a finding to its probability: `logit p = slope · margin + intercept` (Platt 1999). The
 * variances and covariance of the two, where they are known, give the probability an interval.
 */
const calibration = z.strictObject({
  slope: z.number().positive().default(1),
  intercept: z.number().default(0),
  covariance: z
    .strictObject({ slope: z.number().min(0), both: z.number(), intercept: z.number().min(0) })
    .optional(),
});

/**
 * What is said of a picture: some labels of the network against others. Its margin is the difference of the logarithms
 * of the summed exponentials of both sides' logits; without `against` it is the logit of `of` itself.
 */
const finding = z.strictObject({
  /** Of the first, any name: the manifest's `outcome` says what it is. Of the others, the id of a `further` outcome. */
  id: word,
  of: z.array(z.string().min(1)).min(1),
  against: z.array(z.string().min(1)).default([]),
  /** Id of the finding in whose presence this one is possible: its probability is a part of that one's. */
  within: word.optional(),
  calibration: calibration.prefault({}),
});

/** What a picture must be before the network is asked. What a file does not say is no reason to refuse it. */
const gate = z.strictObject({
  /** Modality (0008,0060). */
  modality: z.array(codeString).min(1),
  /** Body Part Examined (0018,0015); in an ImagingStudy, `series.bodySite`. */
  bodyPart: z.array(codeString).default([]),
  /** View Position (0018,5101). */
  view: z.array(codeString).default([]),
  /** Of the shorter side, in pixels. */
  minSide: z.int().min(1).default(64),
  /** Standard deviation of the grey levels (0 to 255) below which a picture is blank. */
  minDeviation: z.number().min(0).default(4),
  /** A model that tells what kind of picture it is: the probability of its finding must reach `atLeast`. */
  model: z
    .strictObject({
      name: word,
      finding: word,
      atLeast: z.number().min(0).max(1),
      /** Completes "This does not look like ...": "a frontal chest film of a child". */
      because: z.string().min(1),
    })
    .optional(),
});

/** The part of a manifest that an image model has. */
export const imageSchema = z
  .strictObject({
    /** An artifact in the ONNX format: one input `[n, channels, side, side]`. */
    network: z.strictObject({
      file: z.string().min(1),
      channels: z.union([z.literal(1), z.literal(3)]).default(1),
      /** Name of the output `[n, labels]`. */
      logits: z.string().min(1).default('logits'),
      /** Name of the output `[n, labels, rows, columns]` of class activation maps; without it, maps come from occlusion. */
      maps: z.string().min(1).optional(),
    }),
    preprocess: preprocessSchema,
    /** What the outputs are, in their order. */
    labels: z.array(z.string().min(1)).min(1),
    findings: z.array(finding).min(1),
    gate,
  })
  .refine(({ network, preprocess }) => preprocess.normalise.kind !== 'channels' || network.channels === 3, {
    message: 'numbers for red, green and blue need a network of 3 channels',
    path: ['preprocess', 'normalise'],
  })
  .superRefine(({ labels, findings }, context) => {
    const known = new Set(labels);
    for (const [i, { of, against, within }] of findings.entries()) {
      const stray = [...of, ...against].find((label) => !known.has(label));
      if (stray !== undefined)
        context.addIssue({ code: 'custom', path: ['findings', i], message: `there is no label "${stray}"` });
      if (within !== undefined && !findings.slice(0, i).some(({ id }) => id === within))
        context.addIssue({
          code: 'custom',
          path: ['findings', i, 'within'],
          message: `no finding before it has the id "${within}"`,
        });
    }
  });

export type ImageSettings = z.output<typeof imageSchema>;
export type ImageFinding = ImageSettings['findings'][number];
export type ImageGate = ImageSettings['gate'];
