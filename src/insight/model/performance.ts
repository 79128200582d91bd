import { agreementWords } from '../../findings/metrics.ts';
import { type Html, html } from '../html.ts';
import { section, table } from '../layout.ts';
import { count, sentenceCase } from '../numbers.ts';
import { calibrationChart, calibrationRows } from './calibration-chart.ts';
import { withInterval } from './figure.ts';
import { inOrder, type MetricName } from './metric-names.ts';
import { type Evaluation, type Metrics, type ModelMetrics, metricsSchema } from './metrics-schema.ts';
import { confused, heatMapSection, operatingPointWords } from './picture-figures.ts';

/** How good the model is, from `metrics.json`; what is absent or not understood is said to be absent. */
export function performanceSections(metrics: unknown, operatingPoint?: number): Html {
  const parsed = metricsSchema.safeParse(metrics);
  const shown = parsed.success ? parsed.data : undefined;
  const main = shown?.temporalValidation ?? shown?.heldOut ?? shown?.crossValidation;
  if (!shown || !main) return section('performance', 'How good it is', withoutFigures(metrics));
  const unit = shown.heldOut ? PICTURES : PEOPLE;
  return html`${overall(shown, operatingPoint)}${calibration(main, unit)}${subgroups(main, unit)}${comparisons(main, shown, unit)}${heatMapSection(shown)}`;
}

/** What is counted, and which measures of it come first where there is room for a few. */
interface Unit {
  readonly name: string;
  readonly first: readonly string[];
}

const PEOPLE: Unit = { name: 'People', first: [] };
const PICTURES: Unit = { name: 'Pictures', first: ['auroc', 'sensitivity', 'specificity', 'ece'] };

const fewOf = (keys: readonly string[], { first }: Unit, most: number): readonly MetricName[] => {
  const known = inOrder(keys);
  const isFirst = ({ key }: MetricName) => first.includes(key);
  const foremost = first.flatMap((name) => known.find(({ key }) => key === name) ?? []);
  return [...foremost, ...known.filter((m) => !isFirst(m))].slice(0, most);
};

/** A published equation is not measured on people here: it is held to its test vectors. */
function withoutFigures(metrics: unknown): Html {
  const agreement = agreementWords(metrics);
  return agreement ? html`<p>As served it ${agreement} within their rounding.</p>` : notMeasured;
}

const notMeasured = html`<p>No measured performance is published with this model: do not rely on its numbers.</p>`;

function overall(
  { crossValidation, temporalValidation, heldOut }: ModelMetrics,
  operatingPoint: number | undefined,
): Html {
  const body = [
    temporalValidation &&
      metricTable('On people examined later than those it was trained on', temporalValidation),
    heldOut && metricTable('On pictures kept out of training', heldOut),
    heldOut && operatingPoint !== undefined && operatingPointWords(operatingPoint),
    heldOut?.confusion && confused(heldOut.confusion),
    crossValidation &&
      metricTable('On people kept out of each training round (cross-validation)', crossValidation),
  ];
  return section('performance', 'How good it is', html`<p>Each value with its 95% interval.</p>${body}`);
}

function metricTable(title: string, { data, metrics }: Evaluation): Html {
  const caption = data ? `${title}, n = ${count(data.n)}` : title;
  const rows = inOrder(Object.keys(metrics)).map((m) => [
    html`${m.short}<span class="detail">${m.meaning}</span>`,
    withInterval(metrics, m.key),
  ]);
  return table(caption, ['Measure', 'Value'], rows);
}

function calibration({ calibration: points }: Evaluation, { name }: Unit): Html | undefined {
  if (points.length === 0) return undefined;
  return section(
    'calibration',
    name === PICTURES.name ? 'Are its probabilities right?' : 'Are its risks right?',
    html`<p>${name} are put into groups by what is predicted for them. On the dashed line, as many had the outcome as predicted;
above it the model predicts too little, below it too much.</p>
<div class="split">${calibrationChart(points)}
${table('Predicted and observed by group', ['Group', name, 'Predicted', 'Observed'], calibrationRows(points))}</div>`,
  );
}

function subgroups(evaluation: Evaluation, unit: Unit): Html | undefined {
  const variables = Object.entries(evaluation.subgroups);
  if (variables.length === 0) return undefined;
  const measured = variables.flatMap(([, levels]) => Object.values(levels).map(({ metrics }) => metrics));
  const keys = Object.keys(evaluation.metrics).filter((key) =>
    measured.some((metrics) => Object.hasOwn(metrics, key)),
  );
  const columns = fewOf(keys, unit, 4);
  const tables = variables.map(([variable, levels]) => {
    const rows = Object.entries(levels).map(([level, { n, metrics }]) => [
      sentenceCase(level),
      n === undefined ? '' : count(n),
      ...columns.map((c) => withInterval(metrics, c.key)),
    ]);
    return table(
      `By ${words(variable)}`,
      [sentenceCase(words(variable)), unit.name, ...columns.map((c) => c.short)],
      rows,
    );
  });
  return section('subgroups', 'Is it as good for everyone?', html`${tables}`);
}

/** `ageBand`, `age_band` → "age band". */
const words = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]/g, ' ')
    .toLowerCase();

/** `greyLevels` → "grey levels"; names of people's own are as they are. */
const methodWords = (name: string): string => (/^[a-z]+[A-Z]/.test(name) ? words(name) : name);

interface Named {
  readonly name: string;
  readonly metrics: Metrics;
}

function comparisons(evaluation: Evaluation, { learners }: ModelMetrics, unit: Unit): Html | undefined {
  const others = Object.entries(evaluation.comparators).map(([name, c]) => ({ name, metrics: c.metrics }));
  if (others.length + learners.length === 0) return undefined;
  const own = { name: 'This model', metrics: evaluation.metrics };
  const parts = [
    others.length > 0 &&
      namedTable(
        `Against simpler or published scores, on the same ${unit.name.toLowerCase()}`,
        [own, ...others],
        unit,
      ),
    learners.length > 0 && namedTable('Learning methods compared before one was chosen', learners, unit),
  ];
  return section('comparison', 'Compared with other methods', html`${parts}`);
}

function namedTable(caption: string, rows: readonly Named[], unit: Unit): Html {
  const columns = fewOf([...new Set(rows.flatMap((r) => Object.keys(r.metrics)))], unit, 5);
  const cells = rows.map((r) => [
    sentenceCase(methodWords(r.name)),
    ...columns.map((c) => withInterval(r.metrics, c.key)),
  ]);
  return table(caption, ['Method', ...columns.map((c) => c.short)], cells);
}
