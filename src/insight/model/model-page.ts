import { codeSystemUrl } from '../../kernel/canonical.ts';
import { type Html, html } from '../html.ts';
import { list, page, researchBanner, section, table } from '../layout.ts';
import { duration, plainPercent, sentenceCase } from '../numbers.ts';
import type { InputView, ModelView, PictureView, ScoreView } from './model-view.ts';
import { performanceSections } from './performance.ts';

/** `/models/{name}`: what a model is for, how good it is, and when not to use it. */
export function modelPage(view: ModelView): string {
  const body = html`${researchBanner(`Regulatory status: ${view.intendedUse.regulatoryStatus}.`)}
<p class="eyebrow">${sentenceCase(view.family)} model</p>
<h1>${view.title}</h1>
<p class="meta">${view.name} ${view.version} · ${answerOf(view)}</p>
${intendedUse(view)}
${limits(view)}
${view.image && declines(view.image)}
${performanceSections(view.metrics, view.image?.operatingPoint)}
${inputs(view.inputs)}
${view.image && reading(view.image)}
${bands(view)}
${origins(view)}`;
  return page({ title: view.title, body });
}

/** `/models`: every model of this server. */
export function modelsPage(views: readonly ModelView[]): string {
  const cards = views.map(
    (v) => html`<li class="panel"><h2><a href="/models/${encodeURIComponent(v.name)}">${v.title}</a></h2>
<p class="meta">${v.name} ${v.version} · ${v.family} · ${answerOf(v)}</p>
<p>${v.intendedUse.purpose}</p><p><span class="tag">${v.intendedUse.regulatoryStatus}</span></p></li>`,
  );
  const body = html`<h1>Models</h1>
<p class="lead">What each model is for, how good it is, and when not to use it.</p>
${views.length > 0 ? html`<ul class="models">${cards}</ul>` : html`<p>No model is installed.</p>`}`;
  return page({ title: 'Models', body });
}

/** "outcome: Mortality within 5 years", "finding: Pneumonia", "NEWS2, 0 to 20 points". */
function answerOf({ score, outcome, outcomeWords = outcome, horizon, present }: ModelView): string {
  if (present) return `finding: ${outcomeWords}`;
  if (!score) return `outcome: ${outcomeWords}${horizon ? ` within ${duration(horizon)}` : ''}`;
  const scale = [score.scale, score.unit].filter(Boolean).join(' ');
  return [sentenceCase(score.label), scale].filter(Boolean).join(', ');
}

const intendedUse = ({ intendedUse: use, further = [] }: ModelView): Html =>
  section(
    'use',
    'What it is for',
    html`<dl class="facts"><dt>Purpose</dt><dd>${use.purpose}</dd><dt>Users</dt><dd>${use.users}</dd>
<dt>Patients</dt><dd>${use.population}</dd>${further.length > 0 && html`<dt>It also gives</dt><dd>${further.join('; ')}</dd>`}</dl>`,
  );

const limits = ({ intendedUse: use, conditions = [] }: ModelView): Html => html`<div class="split">
${section('out-of-scope', 'When not to use it', list([...use.outOfScope, ...conditions]))}
${section('limits', 'Known limits', list(use.limits))}</div>`;

const declines = ({ declines: rules }: PictureView): Html =>
  section(
    'declines',
    'When it declines',
    html`<p>It says why, and gives no probability, where</p>${list(rules)}`,
  );

const reading = ({ reading: facts }: PictureView): Html =>
  section(
    'reading',
    'How it reads a picture',
    html`<dl class="facts">${facts.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`)}</dl>`,
  );

/** Our own code system, by a name that fits into a column. */
const OWN_CODES = `${codeSystemUrl('clinical-finding')} `;

function inputs(rows: readonly InputView[]): Html {
  const cells = rows.map((i) => [
    sentenceCase(i.label),
    i.required ? 'required' : 'optional',
    i.unit ?? '',
    (i.window ? `last ${duration(i.window)}` : 'any time') + (i.series ? ', every value' : ''),
    i.stale ? `after ${duration(i.stale)}` : '',
    i.codes.map((code) => code.replace(OWN_CODES, 'Kairos ')).join(', '),
  ]);
  return section(
    'inputs',
    'What it reads',
    html`<p>Without a required input it gives no estimate. Missing is never taken as normal.</p>
${table('Inputs', ['Input', 'Needed', 'Unit', 'Looked for', 'Named as old', 'Codes'], cells)}`,
  );
}

function bands({ thresholds, score, present }: ModelView): Html | undefined {
  if (thresholds.length === 0) return undefined;
  const hasNames = thresholds.some((t) => t.band !== undefined);
  const rows = thresholds.map((t, i) => [
    sentenceCase(t.risk),
    ...(hasNames ? [t.band ?? ''] : []),
    bandWords(thresholds[i - 1]?.below, t.below, score),
    t.indicator,
  ]);
  const heads = [
    present ? 'Level' : 'Risk',
    ...(hasNames ? ['Name'] : []),
    score ? 'Score' : 'Probability',
    'Card',
  ];
  return section(
    'bands',
    score ? 'How scores are named' : present ? 'How probabilities are named' : 'How risks are named',
    table(
      present ? 'Levels and the card indicator they give' : 'Risk bands and the card indicator they give',
      heads,
      rows,
    ),
  );
}

function bandWords(from: number | undefined, below: number | undefined, score?: ScoreView): string {
  const words = (bound: number) => (score ? bound.toFixed(score.decimals) : plainPercent(100 * bound));
  if (below === undefined) return from === undefined ? 'any' : `${words(from)} and above`;
  return from === undefined ? `below ${words(below)}` : `${words(from)} to below ${words(below)}`;
}

const origins = ({ training, references, acknowledgement }: ModelView): Html =>
  section(
    'origins',
    'Where it comes from',
    html`<dl class="facts"><dt>Training data</dt><dd>${training.data.join(', ') || 'not stated'}</dd>
<dt>Licence</dt><dd>${training.licence}</dd></dl>
${references.length > 0 && html`<h3>References</h3>${list(references)}`}
${acknowledgement && html`<p>${acknowledgement}</p>`}`,
  );
