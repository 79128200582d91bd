import type { Provenance, RiskAssessment } from '@medplum/fhirtypes';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Store } from '../../store/contract.ts';
import { type Html, html } from '../html.ts';
import { list, page, researchBanner, section } from '../layout.ts';
import type { ModelView } from '../model/model-view.ts';
import { dateTime, sentenceCase } from '../numbers.ts';
import { changeSection } from './change-section.ts';
import { curveSection } from './curve-section.ts';
import { feedbackSection } from './feedback-section.ts';
import { furtherSection } from './further-section.ts';
import { type HeatMap, heatMapIn } from './picture.ts';
import { heatMapSection } from './picture-section.ts';
import { reasonWords } from './reasons.ts';
import { type ResultView, toResultView } from './result-view.ts';
import { certaintySection, inputsSection, notUsedSection, whySection } from './sections.ts';
import { figureOf, statement } from './statement.ts';
import { trendIn } from './trend.ts';

export interface ResultPageDependencies {
  readonly store: Store;
  /** Of this server: what one was made for is said where it is of the version that made the result. */
  readonly models?: readonly Pick<ModelView, 'name' | 'version' | 'intendedUse'>[];
}

/**
 * The page behind a card's link, `/insight/RiskAssessment/{id}`. Rendered from the stored RiskAssessment, its
 * Provenance, the feedback on it and the results before it, so it shows what was said then, whatever the model says
 * today. Fails with `not-found`.
 */
export async function resultPage(
  { store, models = [] }: ResultPageDependencies,
  id: string,
): Promise<Result<string>> {
  const stored = await store.read('RiskAssessment', id);
  if (!stored) return err(problem('not-found', { message: 'There is no result with this id' }));
  const result = stored.resource as RiskAssessment;
  const view = toResultView(result);
  const around = {
    recorded: await recordedAt(store, id),
    feedback: await feedbackSection(store, id),
    trend: view.estimate && (await trendIn(store, result)),
    heatMap: view.estimate && (await heatMapIn(store, result)),
    model: models.find(({ name, version }) => name === view.model?.name && version === view.model.version),
  };
  return ok(page({ title: titleOf(view), body: bodyOf(view, around) }));
}

async function recordedAt(store: Store, id: string): Promise<string | undefined> {
  const target = { param: 'target', values: [`RiskAssessment/${id}`], op: 'eq' } as const;
  const found = await store.search({ type: 'Provenance', conditions: [target], limit: 1, offset: 0 });
  return (found.resources[0]?.resource as Provenance | undefined)?.recorded;
}

const titleOf = ({ estimate }: ResultView): string =>
  estimate ? `${figureOf(estimate)}: ${estimate.outcome}` : 'No estimate';

/** What is stored about a result beside itself. */
interface Around {
  readonly recorded: string | undefined;
  readonly feedback: Html | undefined;
  readonly trend: string | undefined;
  readonly heatMap: HeatMap | undefined;
  readonly model: NonNullable<ResultPageDependencies['models']>[number] | undefined;
}

function bodyOf(view: ResultView, { recorded, feedback, trend, heatMap, model }: Around): Html {
  const { estimate } = view;
  return html`${researchBanner()}
<p class="eyebrow">${sentenceCase(view.method)}</p>
<p class="meta">${metaOf(view)}</p>
${estimate ? statement(estimate, trend) : abstention(view)}
${estimate && heatMap && heatMapSection(heatMap, estimate.outcome)}
${estimate && furtherSection(estimate)}
${estimate && curveSection(estimate.curve)}
${estimate && whySection(estimate)}
${estimate && changeSection(estimate)}
${estimate && certaintySection(estimate, view)}
${estimate ? inputsSection(estimate.inputs) : view.read.length > 0 && inputsSection(view.read, 'What the model was shown')}
${(estimate || view.notUsed.length > 0) && notUsedSection(view.notUsed, estimate?.inputs ?? [])}
${whenNotToUse(view, model)}
${feedback}
${recordSection(view, recorded)}`;
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
  const { low, high } = estimate?.ages ?? {};
  const ages =
    low !== undefined && high !== undefined && high - low >= 1 ? `from age ${low} to ${high}` : undefined;
  return [subject, assessed ? `assessed ${dateTime(assessed)}` : undefined, ages].filter(Boolean).join(' · ');
}

const modelPath = (name: string): string => `/models/${encodeURIComponent(name)}`;

const whenNotToUse = ({ model }: ResultView, known: Around['model']): Html =>
  section(
    'limits',
    'When not to use this',
    model
      ? html`${
          known &&
          html`<dl class="facts"><dt>Made for</dt><dd>${known.intendedUse.population}</dd>
<dt>Not for</dt><dd>${list(known.intendedUse.outOfScope)}</dd></dl>`
        }<p>Each model is made for certain patients and questions only.
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
