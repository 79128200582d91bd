import type { Manifest } from '../inference/manifest.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { tableRow, withSection } from '../kernel/generated-section.ts';
import { agreementOf } from './metrics.ts';
import { cardMetricsSchema, type Validation } from './model-card-metrics.ts';
import { answerName, capitalise, within } from './sentences.ts';
import { suffixWords } from './suffix-words.ts';

/** Every model as a row of a Markdown table: what it predicts, on whom it was measured, how good it is. */
export function modelsTable(models: readonly LoadedModel[]): string {
  const head = [tableRow(['Model', 'Predicts', 'Measured on', 'Result']), tableRow(Array(4).fill('---'))];
  return [...head, ...models.map((model) => tableRow(cellsOf(model)))].join('\n');
}

/** The README with the table in its section. @throws RangeError when the section is not there exactly once */
export const withModelsTable = (text: string, models: readonly LoadedModel[]): string =>
  withSection(text, 'models', modelsTable(models));

function cellsOf({ manifest, metrics }: LoadedModel): string[] {
  const { name } = manifest;
  const shown = validationOf(metrics);
  const agreement = agreementOf(metrics);
  const measured = shown ? `${count(shown.of.data.n)} ${shown.on}` : undefined;
  const vectors = agreement && `${count(agreement.of)} test vectors`;
  return [
    `[${name}](models/${name})`,
    predicts(manifest),
    measured ?? vectors ?? 'not measured',
    shown ? figuresOf(shown.of) : agreement ? `${count(agreement.met)} met within their rounding` : '',
  ];
}

const count = (n: number): string => n.toLocaleString('en-US');

/** "Death within 5 years", "NEWS2", "Pneumonia on the chest radiograph", "Cardiovascular disease within 10 years, and 5 further outcomes". */
function predicts(manifest: Manifest): string {
  const { score, outcome, further } = manifest;
  const isNamed = score !== undefined || outcome.present;
  const first = isNamed
    ? capitalise(answerName(manifest))
    : `${outcome.coding.display}${within(outcome.horizon)}`;
  const more = further.length === 1 ? '1 further outcome' : `${further.length} further outcomes`;
  return further.length > 0 ? `${first}, and ${more}` : first;
}

/** What the model achieves in later people says more than folds of the same ones. */
function validationOf(metrics: unknown): { readonly of: Validation; readonly on: string } | undefined {
  const parsed = cardMetricsSchema.safeParse(metrics);
  if (!parsed.success) return undefined;
  const { temporalValidation, crossValidation, heldOut } = parsed.data;
  if (heldOut) return { of: heldOut, on: 'pictures kept out of training' };
  if (temporalValidation)
    return { of: temporalValidation, on: 'people examined later than those it learned from' };
  return crossValidation && { of: crossValidation, on: 'people, cross-validated' };
}

/** Discrimination fits in a cell; calibration needs its subgroups, which the model's card has. */
const SHOWN: Readonly<Record<string, string>> = { cIndex: 'C-index', auroc: 'AUROC' };

/** "C-index 0.87 (0.86–0.88), AUROC at 5y 0.89 (0.88–0.91)". */
function figuresOf({ metrics }: Validation): string {
  const figures = Object.entries(metrics).flatMap(([key, { value, ci95 }]) => {
    const [name = '', suffix] = key.split('_');
    const label = SHOWN[name];
    if (!label) return [];
    const [low, high] = ci95.map((x) => x.toFixed(2));
    return [
      `${label}${suffix ? ` ${suffixWords(suffix) ?? `at ${suffix}`}` : ''} ${value.toFixed(2)} (${low}–${high})`,
    ];
  });
  return figures.join(', ');
}
