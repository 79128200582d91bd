import { type Html, html } from '../html.ts';
import { list, page, researchBanner, section, table } from '../layout.ts';
import { duration, plainPercent, sentenceCase } from '../numbers.ts';
import type { InputView, ModelView } from './model-view.ts';
import { performanceSections } from './performance.ts';

/** `/models/{name}`: what a model is for, how good it is, and when not to use it. */
export function modelPage(view: ModelView): string {
  const body = html`${researchBanner(`Regulatory status: ${view.intendedUse.regulatoryStatus}.`)}
<p class="eyebrow">${sentenceCase(view.family)} model</p>
<h1>${view.title}</h1>
<p class="meta">${view.name} ${view.version} · outcome: ${view.outcome} within ${duration(view.horizon)}</p>
${intendedUse(view)}
${limits(view)}
${performanceSections(view.metrics)}
${inputs(view.inputs)}
${bands(view)}
${origins(view)}`;
  return page({ title: view.title, body });
}

/** `/models`: every model of this server. */
export function modelsPage(views: readonly ModelView[]): string {
  const cards = views.map(
    (v) => html`<li class="panel"><h2><a href="/models/${encodeURIComponent(v.name)}">${v.title}</a></h2>
<p class="meta">${v.name} ${v.version} · ${v.family} · ${v.outcome} within ${duration(v.horizon)}</p>
<p>${v.intendedUse.purpose}</p><p><span class="tag">${v.intendedUse.regulatoryStatus}</span></p></li>`,
  );
  const body = html`<h1>Models</h1>
<p class="lead">What each model is for, how good it is, and when not to use it.</p>
${views.length > 0 ? html`<ul class="models">${cards}</ul>` : html`<p>No model is installed.</p>`}`;
  return page({ title: 'Models', body });
}

const intendedUse = ({ intendedUse: use }: ModelView): Html =>
  section(
    'use',
    'What it is for',
    html`<dl class="facts"><dt>Purpose</dt><dd>${use.purpose}</dd><dt>Users</dt><dd>${use.users}</dd>
<dt>Patients</dt><dd>${use.population}</dd></dl>`,
  );

const limits = ({ intendedUse: use }: ModelView): Html => html`<div class="split">
${section('out-of-scope', 'When not to use it', list(use.outOfScope))}
${section('limits', 'Known limits', list(use.limits))}</div>`;

function inputs(rows: readonly InputView[]): Html {
  const cells = rows.map((i) => [
    sentenceCase(i.label),
    i.required ? 'required' : 'optional',
    i.unit ?? '',
    i.window ? `last ${duration(i.window)}` : 'any time',
    i.stale ? `after ${duration(i.stale)}` : '',
    i.codes.join(', '),
  ]);
  return section(
    'inputs',
    'What it reads',
    html`<p>Without a required input it gives no estimate. Missing is never taken as normal.</p>
${table('Inputs', ['Input', 'Needed', 'Unit', 'Looked for', 'Named as old', 'Codes'], cells)}`,
  );
}

function bands({ thresholds }: ModelView): Html | undefined {
  if (thresholds.length === 0) return undefined;
  const rows = thresholds.map((t, i) => [
    sentenceCase(t.risk),
    bandWords(thresholds[i - 1]?.below, t.below),
    t.indicator,
  ]);
  return section(
    'bands',
    'How risks are named',
    table('Risk bands and the card indicator they give', ['Risk', 'Probability', 'Card'], rows),
  );
}

function bandWords(from: number | undefined, below: number | undefined): string {
  if (below === undefined) return from === undefined ? 'any' : `${plainPercent(100 * from)} and above`;
  return from === undefined
    ? `below ${plainPercent(100 * below)}`
    : `${plainPercent(100 * from)} to below ${plainPercent(100 * below)}`;
}

const origins = ({ training, references }: ModelView): Html =>
  section(
    'origins',
    'Where it comes from',
    html`<dl class="facts"><dt>Training data</dt><dd>${training.data.join(', ') || 'not stated'}</dd>
<dt>Licence</dt><dd>${training.licence}</dd></dl>
${references.length > 0 && html`<h3>References</h3>${list(references)}`}`,
  );
