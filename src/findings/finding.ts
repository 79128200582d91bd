import type { Resource } from '@medplum/fhirtypes';
import type { ModelOutput } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { type CardParts, cardPartsFor } from './card-parts.ts';
import { resultIdentity } from './identity.ts';
import type { Links } from './links.ts';
import { provenanceFor } from './provenance.ts';
import { riskAssessmentFor, type Subject } from './risk-assessment.ts';

/** A model's answer about one patient: what is stored, and what a card says. */
export interface Finding {
  readonly cardId: string;
  readonly card: CardParts;
  readonly resources: readonly Resource[];
  /** Higher comes first: predictions by their risk relative to the comparison group, abstentions last. */
  readonly priority: number;
}

export interface FindingContext extends Subject {
  readonly loaded: LoadedModel;
  readonly links: Links;
}

/** The one place where a prediction becomes FHIR resources and the parts of a card. */
export function findingFor(output: ModelOutput, context: FindingContext): Finding {
  const { loaded, links } = context;
  const identity = resultIdentity(output, context.patientId, context.encounterId);
  return {
    cardId: identity.uuid,
    card: cardPartsFor(output, loaded, links.result(identity.id), links.model(output.model)),
    resources: [
      riskAssessmentFor(output, identity, context, loaded.manifest),
      provenanceFor(output, identity.id, context.now),
    ],
    priority: output.kind === 'prediction' ? output.probability / (output.comparison?.probability ?? 1) : -1,
  };
}
