import type { Resource } from '@medplum/fhirtypes';
import type { ModelOutput, PictureExplanation } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { CardLines } from './card-detail.ts';
import type { ShownCard } from './card-identifier.ts';
import { type CardParts, cardPartsFor } from './card-parts.ts';
import { explanationPicture } from './explanation-picture.ts';
import { imageResultIdentity, type PictureFacts, type ResultIdentity, resultIdentity } from './identity.ts';
import type { Links } from './links.ts';
import { provenanceFor } from './provenance.ts';
import { riskAssessmentFor, type Subject } from './risk-assessment.ts';

/** A model's answer about one patient: what is stored, and what a card says. */
export interface Finding {
  readonly output: ModelOutput;
  readonly loaded: LoadedModel;
  readonly identity: ResultIdentity;
  /** Pages of the result and of the model. */
  readonly urls: { readonly result: string; readonly model: string };
  /** What is stored, with the cards that show it. */
  resources(cards?: readonly ShownCard[]): readonly Resource[];
  /** The card of this result alone. */
  card(lines?: CardLines): CardParts;
}

export interface FindingContext extends Subject {
  readonly loaded: LoadedModel;
  readonly links: Links;
  /** The one picture that the answer is about, and what was told with it. */
  readonly picture?: PictureFacts;
  /** Of an answer about a picture: where the network looked. */
  readonly explanation?: PictureExplanation | undefined;
}

/** The one place where a model's answer becomes FHIR resources and the parts of a card. */
export function findingFor(output: ModelOutput, context: FindingContext): Finding {
  const { loaded, links, explanation } = context;
  const heatMap = explanation?.description;
  const identity = identityOf(output, context);
  const urls = { result: links.result(identity.id), model: links.model(output.model) };
  return {
    output,
    loaded,
    identity,
    urls,
    resources: (cards = []) => [
      riskAssessmentFor(output, identity, context, loaded.manifest, { cards, explanation }),
      provenanceFor(output, identity.id, context.now),
      ...pictureOf(output, identity.id, context),
    ],
    card: (lines) => cardPartsFor(output, loaded, urls.result, urls.model, { ...lines, heatMap }),
  };
}

const identityOf = (
  output: ModelOutput,
  { picture, patientId, encounterId }: FindingContext,
): ResultIdentity =>
  picture === undefined
    ? resultIdentity(output, patientId, encounterId)
    : imageResultIdentity(output.model, picture, patientId);

function pictureOf(
  output: ModelOutput,
  riskAssessmentId: string,
  { explanation, loaded, ...subject }: FindingContext,
): readonly Resource[] {
  if (!explanation) return [];
  return explanationPicture(explanation, output, { ...subject, riskAssessmentId }, loaded.manifest);
}
