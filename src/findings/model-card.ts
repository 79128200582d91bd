import type { LoadedModel } from '../inference/registry.ts';
import { type ExplanationFigure, explanationFigures } from './explanation-figures.ts';
import type { ImageView } from './image-view.ts';
import { agreementWords } from './metrics.ts';
import {
  type CardMetrics,
  type Confusion,
  cardMetricsSchema,
  confusionTable,
  type Validation,
} from './model-card-metrics.ts';
import { type ModelView, modelView } from './model-view.ts';
import { toPercent } from './percent.ts';
import { within } from './sentences.ts';

/** `MODEL_CARD.md`: made of the manifest and of `metrics.json`, never written by hand. */
export function modelCard(loaded: LoadedModel): string {
  const view = modelView(loaded);
  const parsed = cardMetricsSchema.safeParse(view.metrics);
  return `${[
    `# ${view.title}`,
    `\`${view.name}\` ${view.version} · ${view.family} · research use: ${view.intendedUse.regulatoryStatus}`,
    '_Generated from `manifest.json` and `metrics.json` by `kairos evaluate`; do not edit._',
    use(view),
    inputs(view),
    ...(view.image ? [reading(view.image)] : []),
    parsed.success ? performance(parsed.data, view.image) : withoutFigures(view.metrics),
    provenance(view),
  ].join('\n\n')}\n`;
}

/** A published equation is not measured on people here: it is held to its test vectors. */
function withoutFigures(metrics: unknown): string {
  const agreement = agreementWords(metrics);
  const text = agreement ? `As served it ${agreement} within their rounding.` : 'Not measured.';
  return `## How good it is\n\n${text}`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function use({ intendedUse, conditions, ...view }: ModelView): string {
  const { purpose, users, population, outOfScope, limits } = intendedUse;
  return [
    '## What it is for',
    purpose,
    answerOf(view),
    ...(view.further.length > 0 ? [`**Also**: ${view.further.join('; ')}.`] : []),
    `**Users**: ${users}`,
    `**Population**: ${population}`,
    '### When not to use it',
    list([...outOfScope, ...conditions]),
    ...(view.image ? ['### When it declines', DECLINED, list(view.image.declines)] : []),
    '### Limits',
    list(limits),
  ].join('\n\n');
}

const DECLINED = 'It says why, and no probability, where';

const reading = ({ reading: facts }: ImageView): string =>
  `## How it reads a picture\n\n${list(facts.map(([name, words]) => `**${name}**: ${words}`))}`;

/** What it answers, and how its answers are named. */
function answerOf({
  score,
  outcome,
  horizon,
  thresholds,
}: Pick<ModelView, 'score' | 'outcome' | 'horizon' | 'thresholds'>): string {
  const levels = thresholds.map((t) => {
    const bound = t.below === undefined ? '' : ` below ${score ? t.below : `${toPercent(t.below)}%`}`;
    return `${t.risk}${t.band ? ` (${t.band})` : ''}${bound}`;
  });
  const answer = score
    ? `**Score**: ${score.label}, ${[score.scale, score.unit].filter(Boolean).join(' ') || 'without a unit'}. `
    : '';
  return `${answer}**Outcome**: ${outcome}${within(horizon)}. **Levels of risk**: ${levels.join(', ')}.`;
}

function inputs(view: ModelView): string {
  const rows = view.inputs.map((i) => [
    i.label,
    i.unit ?? '',
    i.codes.join(', '),
    i.required ? 'yes' : 'no',
    (i.window ?? '') + (i.series ? ', every value' : ''),
    i.stale ?? '',
  ]);
  return `## Inputs\n\n${table(['Input', 'Unit', 'Codes', 'Required', 'Looked for within', 'Old after'], rows)}`;
}

/** In the order in which a reader wants them; what is not listed follows. */
const ORDER = ['cIndex', 'auroc', 'brier', 'calibrationSlope', 'calibrationIntercept', 'predictedToObserved'];

const placeOf = (name: string): number => {
  const at = ORDER.indexOf(name.replace(/_.*/, ''));
  return at < 0 ? ORDER.length : at;
};

function performance(
  { crossValidation, temporalValidation, heldOut, applicability, learners, chosen, explanation }: CardMetrics,
  image: ImageView | undefined,
): string {
  const checks = explanationFigures(explanation);
  return [
    '## How good it is',
    'Each value with its 95% interval (bootstrap by person).',
    temporalValidation &&
      validation('On the last people examined, after learning from all before', temporalValidation),
    crossValidation && validation('Cross-validated by person', crossValidation),
    heldOut && validation('On pictures kept out of training', heldOut),
    heldOut && image?.operatingPoint !== undefined && operatingPoint(image.operatingPoint),
    checks.length > 0 && `### Do the heat maps show what the network uses?\n\n${checksTable(checks)}`,
    applicability && unusualPeople(applicability),
    learners.length > 0 &&
      `### Learners compared on the same folds\n\n${named(learners)}\n\nServed: ${chosen ?? 'not recorded'}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const operatingPoint = (percent: number): string =>
  `Sensitivity, specificity and accuracy are of calling a finding there from a probability of ${percent}% on.`;

const checksTable = (checks: readonly ExplanationFigure[]): string =>
  table(
    ['Check', 'Value', 'How to read it'],
    checks.map(({ what, value, ci95, meaning }) => [what, figure({ value, ci95 }), meaning]),
  );

function confused(confusion: Confusion): string {
  const { head, rows } = confusionTable(confusion);
  return `**What it is, and what the network holds for the likeliest**\n\n${table(head, rows)}`;
}

/** The model abstains from people at a distance of 1 and beyond. */
const unusualPeople = ({
  farthestTenthFrom,
  farthestTenth,
}: NonNullable<CardMetrics['applicability']>): string =>
  `### People unlike most that it learned from\n\nThe tenth of them at a distance of ${farthestTenthFrom.toFixed(2)} or more, where 1 is the distance from which on the model abstains.\n\n${named([{ name: 'farthest tenth', metrics: farthestTenth }])}`;

function netBenefits(curve: Validation['decisionCurve']): string {
  const per1000 = (x: number) => (1000 * x).toFixed(1);
  const rows = curve.map((c) => [`${toPercent(c.threshold)}%`, per1000(c.model), per1000(c.everyone)]);
  return `**Net benefit of acting from a risk on**, true positives per 1,000 people less false ones at the odds of the threshold; acting for nobody is 0\n\n${table(['Acting from', 'by this model', 'for everyone'], rows)}`;
}

function validation(
  title: string,
  { data, metrics, subgroups, comparators, decisionCurve, confusion }: Validation,
): string {
  const groups = Object.entries(subgroups).map(
    ([variable, levels]) =>
      `**By ${variable}**\n\n${named(Object.entries(levels).map(([name, g]) => ({ name, ...g })))}`,
  );
  const others = Object.entries(comparators).map(([name, c]) => ({ name, ...c }));
  return [
    `### ${title} (n = ${data.n.toLocaleString('en-US')})`,
    named([{ name: 'all', n: data.n, metrics }]),
    ...groups,
    ...(others.length > 0
      ? [`**Other scores on the same people** (difference: this model minus the other)\n\n${named(others)}`]
      : []),
    ...(confusion ? [confused(confusion)] : []),
    ...(decisionCurve.length > 0 ? [netBenefits(decisionCurve)] : []),
  ].join('\n\n');
}

type Named = {
  readonly name: string;
  readonly n?: number | undefined;
  readonly metrics: Validation['metrics'];
};

function named(rows: readonly Named[]): string {
  const columns = [...new Set(rows.flatMap((r) => Object.keys(r.metrics)))].sort(
    (a, b) => placeOf(a) - placeOf(b),
  );
  return table(
    ['', 'n', ...columns],
    rows.map((r) => [
      r.name,
      r.n?.toLocaleString('en-US') ?? '',
      ...columns.map((c) => figure(r.metrics[c])),
    ]),
  );
}

function figure(m: { value: number; ci95?: readonly number[] | undefined } | undefined): string {
  if (!m) return '';
  return m.ci95 ? `${digits(m.value)} (${m.ci95.map(digits).join(' to ')})` : digits(m.value);
}

const digits = (value: number): string => value.toFixed(3);

function provenance({ training, references, acknowledgement }: ModelView): string {
  return [
    '## Where it comes from',
    `**Data**: ${training.data.join('; ')}. **Licence**: ${training.licence}. **Trained by** \`${training.command}\`.`,
    list(references),
    ...(acknowledgement ? [acknowledgement] : []),
  ].join('\n\n');
}
