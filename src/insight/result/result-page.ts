import type { Provenance, RiskAssessment } from '@medplum/fhirtypes';
import { frequencyWords, peopleFor, ratioWords } from '../../findings/percent.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Store } from '../../store/contract.ts';
import { type Html, html } from '../html.ts';
import { list, page, researchBanner, section } from '../layout.ts';
import { dateTime, percent, plainPercent, sentenceCase } from '../numbers.ts';
import { iconArray, riskBars } from './charts.ts';
import { feedbackSection } from './feedback-section.ts';
import { reasonWords } from './reasons.ts';
import { type Estimate, type ResultView, toResultView } from './result-view.ts';
import { certaintySection, inputsSection, notUsedSection, whySection } from './sections.ts';

/**
 * The page behind a card's link, `/insight/RiskAssessment/{id}`. Rendered from the stored RiskAssessment, its
 * Provenance and the feedback on it alone, so it shows what was said then, whatever the model says today. Fails with `not-found`.
 */
export async function resultPage({ store }: { readonly store: Store }, id: string): Promise<Result<string>> {
  const stored = await store.read('RiskAssessment', id);
  if (!stored) return err(problem('not-found', { message: 'There is no result with this id' }));
  const view = toResultView(stored.resource as RiskAssessment);
  const recorded = await recordedAt(store, id);
  const feedback = await feedbackSection(store, id);
  return ok(page({ title: titleOf(view), body: bodyOf(view, recorded, feedback) }));
}

async function recordedAt(store: Store, id: string): Promise<string | undefined> {
  const target = { param: 'target', values: [`RiskAssessment/${id}`], op: 'eq' } as const;
  const found = await store.search({ type: 'Provenance', conditions: [target], limit: 1, offset: 0 });
  return (found.resources[0]?.resource as Provenance | undefined)?.recorded;
}

const titleOf = ({ estimate }: ResultView): string =>
  estimate ? `${frequency(estimate.probability, estimate)}: ${estimate.outcome}` : 'No estimate';

function bodyOf(view: ResultView, recorded: string | undefined, feedback: Html | undefined): Html {
  const { estimate } = view;
  return html`${researchBanner()}
<p class="eyebrow">${sentenceCase(view.method)}</p>
<p class="meta">${metaOf(view)}</p>
${estimate ? statement(estimate) : abstention(view)}
${estimate && whySection(estimate)}
${estimate && certaintySection(estimate, view)}
${estimate && inputsSection(estimate)}
${(estimate || view.notUsed.length > 0) && notUsedSection(view.notUsed, estimate?.inputs ?? [])}
${whenNotToUse(view)}
${feedback}
${recordSection(view, recorded)}`;
}

function statement(estimate: Estimate): Html {
  const { probability, outcome, rationale, qualitativeRisk } = estimate;
  const [count, of] = frequency(probability, estimate).split(' in ');
  return html`<div class="headline">
<div>
<h1><span class="big">${count} in ${of}</span> ${outcome}${within(estimate)}</h1>
<p class="lead">Of ${of} patients with these values, <strong>${count}</strong> ${count === '1' ? 'is' : 'are'} expected to
have this outcome${within(estimate)}${intervalWords(estimate)}.</p>
${qualitativeRisk && html`<p><span class="tag">${sentenceCase(qualitativeRisk)} risk, by the levels of this model</span></p>`}
</div>
${probability >= 1 && iconArray(probability)}
</div>
<section class="panel" aria-labelledby="compared"><h2 id="compared">Compared with others</h2>
${riskBars(estimate)}
${comparisonWords(estimate)}
${rationale && html`<p>${rationale}</p>`}
</section>`;
}

/** In the words of the card: all numbers of a result count in the same number of people, so that they compare. */
function frequency(percentage: number, { probability, comparison }: Estimate): string {
  const all = [probability, ...(comparison ? [comparison.probability] : [])].map((p) => p / 100);
  return frequencyWords(percentage / 100, peopleFor(...all));
}

const within = ({ horizonYears }: Estimate): string =>
  horizonYears === undefined ? '' : ` within ${horizonYears} ${horizonYears === 1 ? 'year' : 'years'}`;

const intervalWords = ({ interval }: Estimate): string =>
  interval
    ? ` (${plainPercent(interval.level)} interval ${percent(interval.low)} to ${percent(interval.high)})`
    : '';

function comparisonWords(estimate: Estimate): Html | undefined {
  const { comparison, relativeRisk } = estimate;
  if (!comparison) return html`<p>No comparison group is recorded with this result.</p>`;
  const compared =
    relativeRisk === undefined
      ? ''
      : ` This patient's risk is ${ratioWords(relativeRisk)} ${comparison.group}.`;
  return html`<p>Among all ${comparison.group}: ${frequency(comparison.probability, estimate)}.${compared}</p>`;
}

/** A declined assessment: the reason and what would be needed, and no number anywhere. */
function abstention({ notes, notUsed, retracted }: ResultView): Html {
  const needed = notUsed
    .filter((row) => row.required)
    .map((row) => `${sentenceCase(row.label)}: ${reasonWords(row.reason)}`);
  return html`<h1>${retracted ? 'This result was withdrawn' : 'No estimate was made'}</h1>
<p class="lead">${sentenceCase(notes[0] ?? 'The reason was not recorded.')}</p>
${notes.slice(1).map((note) => html`<p>${note}</p>`)}
${needed.length > 0 && section('needed', 'What would be needed', list(needed))}`;
}

function metaOf({ subject, assessed, estimate }: ResultView): string {
  const ages = estimate?.ages ? `from age ${estimate.ages.low} to ${estimate.ages.high}` : undefined;
  return [subject, assessed ? `assessed ${dateTime(assessed)}` : undefined, ages].filter(Boolean).join(' · ');
}

const modelPath = (name: string): string => `/models/${encodeURIComponent(name)}`;

const whenNotToUse = ({ model }: ResultView): Html =>
  section(
    'limits',
    'When not to use this',
    model
      ? html`<p>Each model is made for certain patients and questions only.
<a href="${modelPath(model.name)}">How ${model.name} works, how good it is, and when not to use it</a>.</p>`
      : html`<p>The model is not recorded with this result: do not use it for a decision.</p>`,
  );

function recordSection({ id, model, performer }: ResultView, recorded: string | undefined): Html {
  const facts = [
    model && html`<dt>Model</dt><dd>${model.name} ${model.version ?? '(version not recorded)'}</dd>`,
    performer && html`<dt>Performed by</dt><dd>${performer}</dd>`,
    recorded && html`<dt>Recorded</dt><dd>${dateTime(recorded)}</dd>`,
    html`<dt>Result id</dt><dd><code>${id}</code></dd>`,
  ];
  const target = encodeURIComponent(`RiskAssessment/${id}`);
  return section(
    'record',
    'The record',
    html`<dl class="facts">${facts}</dl>
<p class="links"><a href="/fhir/RiskAssessment/${encodeURIComponent(id)}">FHIR RiskAssessment (JSON)</a>
<a href="/fhir/Provenance?target=${target}">Provenance (JSON)</a></p>`,
  );
}
