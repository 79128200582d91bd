import { z } from 'zod';

const estimate = z.object({
  value: z.number(),
  ci95: z.tuple([z.number(), z.number()]).optional(),
});

const figures = z.object({
  randomisedWeightsRankCorrelation: estimate.optional().catch(undefined),
  maskingHot: estimate.optional().catch(undefined),
  maskingRandom: estimate.optional().catch(undefined),
  maskingDifference: estimate.optional().catch(undefined),
});

type Name = keyof z.output<typeof figures>;

/** A check of whether heat maps show what the network uses. */
export interface ExplanationFigure extends z.output<typeof estimate> {
  readonly what: string;
  /** How to read the value. */
  readonly meaning: string;
}

const WORDS: Readonly<Record<Name, Pick<ExplanationFigure, 'what' | 'meaning'>>> = {
  randomisedWeightsRankCorrelation: {
    what: 'Rank correlation with the maps of a network of random weights',
    meaning: 'near 0: the maps come from what was learned; near 1: any network would give them',
  },
  maskingHot: {
    what: "Fall of the finding's log odds when the warmest tenth of the picture is covered",
    meaning: 'the more, the more the network uses that part',
  },
  maskingRandom: {
    what: 'Fall when other parts of that size and shape are covered',
    meaning: 'must be less than for the warmest part',
  },
  maskingDifference: {
    what: 'Difference of these two falls',
    meaning: 'above 0: the network uses what is warm more than the rest',
  },
};

/** The figures on heat maps in `metrics.json`, in the order in which they are read; those that are understood. */
export function explanationFigures(explanation: unknown): readonly ExplanationFigure[] {
  const parsed = figures.safeParse(explanation);
  if (!parsed.success) return [];
  return (Object.keys(WORDS) as Name[]).flatMap((name) => {
    const found = parsed.data[name];
    return found ? [{ ...WORDS[name], ...found }] : [];
  });
}
