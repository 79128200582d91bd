import type { Card, CdsService, ServiceAnswer, ServiceRequest } from '../cds-hooks/types.ts';
import { isAnswer } from '../findings/answer.ts';
import type { CardParts } from '../findings/card-parts.ts';
import type { Finding } from '../findings/finding.ts';
import { cardUuid } from '../findings/identity.ts';
import { byImportance } from '../findings/importance.ts';
import type { Links } from '../findings/links.ts';
import { findingFromStored } from '../findings/stored-finding.ts';
import { failedCard, imagePendingCard, imageUnreadCard } from '../findings/unanswered.ts';
import { conceptsReadBy } from '../inference/manifest.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { byDeadline } from '../kernel/deadline.ts';
import { describeDefect } from '../kernel/logger.ts';
import type { Imaging, Pictures, ServiceDependencies } from './contract.ts';

/** What tells one service that shows findings on pictures from another. */
export type ImagingService = Pick<CdsService, 'id' | 'hook' | 'title' | 'description'>;

/** A clinician has ten seconds. */
const MOST_CARDS = 3;

/**
 * A service that shows what is stored of the patient's pictures by every image model whose manifest names it. A service
 * that no model names is not offered.
 */
export function imagingService(
  service: ImagingService,
  { models, links, imaging, log }: ServiceDependencies,
): readonly CdsService[] {
  const asked = models.models.filter(
    ({ manifest }) => manifest.family === 'image' && manifest.services.includes(service.id),
  );
  if (asked.length === 0 || !imaging) return [];
  const concepts = [...new Set(asked.flatMap(({ manifest }) => conceptsReadBy(manifest)))];
  const sayOf = async (loaded: LoadedModel, request: ServiceRequest): Promise<readonly Said[]> => {
    try {
      return await saidOf(loaded, request, imaging, links);
    } catch (cause) {
      log.error({ model: loaded.manifest.name, error: describeDefect(cause) }, 'a model failed');
      return [{ parts: failedCard(loaded.manifest, links.model(loaded.manifest)) }];
    }
  };
  return [
    {
      ...service,
      concepts,
      models: asked.map(({ manifest }) => manifest.name),
      respond: async (request) => {
        const said = await Promise.all(asked.map((loaded) => sayOf(loaded, request)));
        return toAnswer(said.flat(), service.id);
      },
    },
  ];
}

/** A card to be shown; the finding that it is about, where there is one. */
interface Said {
  readonly parts: CardParts;
  readonly finding?: Finding;
}

/** What a model says of a patient: nothing where there is no picture that it was made for. */
async function saidOf(
  loaded: LoadedModel,
  request: ServiceRequest,
  imaging: Imaging,
  links: Links,
): Promise<readonly Said[]> {
  const url = links.model(loaded.manifest);
  const looked = await byDeadline(request.deadline, imaging(loaded, request));
  if (!looked.inTime) return [{ parts: imagePendingCard(loaded.manifest, url) }];
  const { states } = looked.value;
  const findings = states.flatMap((s) =>
    s.state === 'stored' ? (findingFromStored(s.assessment, { loaded, links }) ?? []) : [],
  );
  const [first] = findings.toSorted(byWeight);
  if (first) {
    const others = othersWords(looked.value, findings.length);
    return [{ finding: first, parts: first.card(others ? { others } : {}) }];
  }
  if (states.some(({ state }) => state === 'underway'))
    return [{ parts: imagePendingCard(loaded.manifest, url) }];
  const unread = states.find((s) => s.state === 'unread');
  return unread ? [{ parts: imageUnreadCard(loaded.manifest, url, unread.because) }] : [];
}

/** Answers first, the most important of them foremost; then refusals. */
function byWeight({ output: a }: Finding, { output: b }: Finding): number {
  if (isAnswer(a) && isAnswer(b)) return byImportance(a, b);
  return Number(isAnswer(b)) - Number(isAnswer(a));
}

/** What a card about one of several pictures says of the others. */
function othersWords({ states, fitting, isUnlisted }: Pictures, read: number): string | undefined {
  const more = isUnlisted ? 'The study may have more: its archive did not list them.' : '';
  if (fitting < 2) return more || undefined;
  const underway = states.filter(({ state }) => state === 'underway').length;
  const unread = states.filter(({ state }) => state === 'unread').length;
  return [
    `${read} of ${fitting} pictures of this kind in the study ${read === 1 ? 'was' : 'were'} analysed${read > 1 ? '; this is the result that matters most' : ''}.`,
    underway > 0 ? `${underway} more under way.` : '',
    unread > 0 ? `${unread} could not be read.` : '',
    more,
  ]
    .filter(Boolean)
    .join(' ');
}

function toAnswer(said: readonly Said[], service: string): ServiceAnswer {
  const shown = said.toSorted(byRank).slice(0, MOST_CARDS);
  return {
    cards: shown.map(({ parts, finding }): Card => {
      return finding ? { uuid: cardUuid(finding.identity, service, 'result'), ...parts } : parts;
    }),
    resources: shown.flatMap(({ finding }) =>
      finding ? finding.resources([{ uuid: cardUuid(finding.identity, service, 'result'), service }]) : [],
    ),
  };
}

/** Findings before what has none yet. */
function byRank(a: Said, b: Said): number {
  if (a.finding && b.finding) return byWeight(a.finding, b.finding);
  return Number(b.finding !== undefined) - Number(a.finding !== undefined);
}
