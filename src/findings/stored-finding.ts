import type { Identifier, RiskAssessment } from '@medplum/fhirtypes';
import type { LoadedModel } from '../inference/registry.ts';
import { RESULT_IDENTIFIER_SYSTEM } from '../kernel/canonical.ts';
import { cardIdentifier, type ShownCard } from './card-identifier.ts';
import { cardPartsFor } from './card-parts.ts';
import { EXTENSIONS } from './extensions.ts';
import type { Finding } from './finding.ts';
import type { Links } from './links.ts';
import { storedAnswer } from './stored-answer.ts';

/**
 * The finding of an image model from the RiskAssessment that it was stored as, so that what was computed once is shown
 * again: its card is that of the day it was made. Undefined where the card cannot be had from it: withdrawn, of another
 * version of the model, not of an image model.
 */
export function findingFromStored(
  stored: RiskAssessment,
  { loaded, links }: { readonly loaded: LoadedModel; readonly links: Links },
): Finding | undefined {
  const output = storedAnswer(stored, loaded.manifest);
  const identifier = stored.identifier?.find(({ system }) => system === RESULT_IDENTIFIER_SYSTEM)?.value;
  if (!output || !identifier || !stored.id) return undefined;
  const urls = { result: links.result(stored.id), model: links.model(output.model) };
  const heatMap = stored.extension?.find(({ url }) => url === EXTENSIONS.explanationPicture)?.valueReference
    ?.display;
  return {
    output,
    loaded,
    identity: { id: stored.id, identifier },
    urls,
    resources: (cards = []) => [withCards(stored, cards)],
    card: (lines) => cardPartsFor(output, loaded, urls.result, urls.model, { ...lines, heatMap }),
  };
}

/** The cards that show it again are added to those that did. */
function withCards(stored: RiskAssessment, cards: readonly ShownCard[]): RiskAssessment {
  const known = stored.identifier ?? [];
  const isNew = ({ system, value }: Identifier) =>
    !known.some((k) => k.system === system && k.value === value);
  return { ...stored, identifier: [...known, ...cards.map(cardIdentifier).filter(isNew)] };
}
