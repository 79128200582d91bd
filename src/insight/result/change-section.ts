import { ASSOCIATION } from '../../findings/modifiable.ts';
import { type Html, html } from '../html.ts';
import { section, table } from '../layout.ts';
import { sentenceCase } from '../numbers.ts';
import { effectUnit, effectWords } from './effects.ts';
import type { Estimate } from './estimate.ts';
import { valueAndDate } from './values.ts';

/** Inputs that raise this result and that the model marks as open to change; none of the others is named. */
export function changeSection(estimate: Estimate): Html | undefined {
  const rows = estimate.inputs
    .filter((row) => row.modifiable && !row.imputed && (row.effect ?? 0) > 0)
    .toSorted((a, b) => (b.effect ?? 0) - (a.effect ?? 0))
    .map((row) => [sentenceCase(row.label), valueAndDate(row), effectWords(row.effect ?? 0, estimate)]);
  if (rows.length === 0) return undefined;
  return section(
    'change',
    'What would change it',
    html`<p>${ASSOCIATION}</p>
${table('Inputs open to change that go with a higher result', ['Input', 'Now', `Goes with, ${effectUnit(estimate)}`], rows)}`,
  );
}
