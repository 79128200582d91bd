import { readableUnit } from '../chart/readable-units.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { FurtherOutcome } from '../inference/prediction.ts';
import type { Answer } from './answer.ts';
import { percentWords } from './percent.ts';
import { capitalise, riskName, yearsOf } from './sentences.ts';

/** "Heart failure 8.1%, ASCVD 9.2% in 10 years; 53% in 30 years": what a model says beside its first answer. */
export function furtherWords({ further = [] }: Answer, manifest: Manifest): string | undefined {
  const spans = Map.groupBy(further, ({ horizon }) => horizon ?? '');
  const parts = [...spans].map(([horizon, outcomes]) => {
    const list = outcomes.map((outcome) => outcomeWords(outcome, manifest)).join(', ');
    return horizon ? `${list} in ${yearsOf(horizon)}` : list;
  });
  return parts.length > 0 ? capitalise(parts.join('; ')) : undefined;
}

/** The first outcome at another horizon needs no name. */
function outcomeWords(outcome: FurtherOutcome, manifest: Manifest): string {
  const noun = nounOf(outcome, manifest);
  return [noun === manifest.wording.noun ? '' : noun, figureOf(outcome)].filter(Boolean).join(' ');
}

/** How sentences name a further outcome; in the words of its code where the manifest no longer has it. */
export const nounOf = ({ id, outcome }: FurtherOutcome, { further }: Manifest): string =>
  further.find((f) => f.id === id)?.noun ?? outcome.display;

/** "8.1%", "54.3 mL/min/1.73 m²". */
export const figureOf = ({ probability, value, unit }: FurtherOutcome): string =>
  probability === undefined
    ? [String(Number((value ?? 0).toPrecision(3))), readableUnit(unit ?? '')].filter(Boolean).join(' ')
    : percentWords(probability);

/** One sentence on a further outcome: "10-year heart failure risk: 8.1%." */
export function furtherSentence(outcome: FurtherOutcome, manifest: Manifest): string {
  const noun = nounOf(outcome, manifest);
  const named = { ...manifest, wording: { ...manifest.wording, noun } };
  const name = outcome.probability !== undefined && outcome.horizon ? riskName(outcome.horizon, named) : noun;
  return `${capitalise(name)}: ${figureOf(outcome)}.`;
}
