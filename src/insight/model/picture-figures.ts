import { explanationFigures } from '../../findings/explanation-figures.ts';
import { type Confusion, confusionTable } from '../../findings/model-card-metrics.ts';
import { type Html, html } from '../html.ts';
import { section, table } from '../layout.ts';
import { plainPercent } from '../numbers.ts';
import { figure } from './figure.ts';
import type { ModelMetrics } from './metrics-schema.ts';

/** @param percent probability from which on a finding counts as there */
export const operatingPointWords = (percent: number): Html =>
  html`<p>Accuracy, sensitivity and specificity are of calling a finding there from a probability of
${plainPercent(percent)} on.</p>`;

/** What the pictures are, and what the network took them for. */
export function confused(confusion: Confusion): Html {
  const { head, rows } = confusionTable(confusion);
  return table('What it is, and what the network holds for the likeliest', head, rows);
}

/** Whether the heat maps beside the answers mean anything. */
export function heatMapSection({ explanation }: ModelMetrics): Html | undefined {
  const rows = explanationFigures(explanation).map(({ what, value, ci95, meaning }) => [
    html`${what}<span class="detail">${meaning}</span>`,
    figure({ value, ci95 }),
  ]);
  return rows.length === 0
    ? undefined
    : section(
        'heat-maps',
        'Do its heat maps show what it uses?',
        table('On the pictures kept out of training that show the finding', ['Check', 'Value'], rows),
      );
}
