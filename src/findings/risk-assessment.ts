import type { Annotation, Extension, Identifier, RiskAssessment } from '@medplum/fhirtypes';
import type { Manifest } from '../inference/manifest.ts';
import type { Abstention, ModelOutput, ModelRef, PictureExplanation } from '../inference/prediction.ts';
import { codeSystemUrl, profileUrl, RESULT_IDENTIFIER_SYSTEM } from '../kernel/canonical.ts';
import { isAnswer } from './answer.ts';
import { cardIdentifier, type ShownCard } from './card-identifier.ts';
import { deviceId } from './device.ts';
import {
  abstentionReasonExtension,
  explanationPictureExtension,
  inputExtension,
  notUsedExtension,
} from './extensions.ts';
import { countedAsAbsent, unreadWords } from './gaps.ts';
import { imageResultIdentifier, type ResultIdentity } from './identity.ts';
import { AIAST } from './labels.ts';
import { mitigationOf } from './modifiable.ts';
import { pictureOf } from './picture-words.ts';
import { predictionsOf } from './prediction-elements.ts';
import { sourcesOf } from './provenance.ts';
import { abstentionSentence } from './sentences.ts';

export interface Subject {
  readonly patientId: string;
  readonly encounterId?: string;
  readonly now: Date;
}

/** What a result is stored with. */
export interface Attached {
  readonly cards?: readonly ShownCard[];
  /** Stored beside it; the result points at it. */
  readonly explanation?: PictureExplanation | undefined;
}

/**
 * A model's answer as an R4 RiskAssessment (profile kairos-risk-assessment). A probability (in percent) or a score is
 * `final`; an abstention is `cancelled`, without a prediction and with the reason in `note`. The cards that show it are
 * no part of its identity.
 */
export function riskAssessmentFor(
  output: ModelOutput,
  identity: ResultIdentity,
  subject: Subject,
  manifest: Manifest,
  { cards = [], explanation }: Attached = {},
): RiskAssessment {
  const basis = sourcesOf(output);
  const extensions = [
    ...(explanation ? [explanationPictureExtension(identity.id, explanation.description)] : []),
    ...notUsedExtensions(output),
    ...(isAnswer(output) ? [] : abstentionExtensions(output)),
  ];
  const mitigation = isAnswer(output) ? mitigationOf(output, manifest) : undefined;
  return {
    resourceType: 'RiskAssessment',
    id: identity.id,
    meta: { profile: [profileUrl('kairos-risk-assessment')], security: [AIAST] },
    ...(extensions.length > 0 ? { extension: extensions } : {}),
    identifier: [
      { system: RESULT_IDENTIFIER_SYSTEM, value: identity.identifier },
      ...imageIdentifiers(output),
      ...cards.map(cardIdentifier),
    ],
    status: isAnswer(output) ? 'final' : 'cancelled',
    method: methodOf(output.model, manifest),
    subject: { reference: `Patient/${subject.patientId}` },
    ...(subject.encounterId ? { encounter: { reference: `Encounter/${subject.encounterId}` } } : {}),
    occurrenceDateTime: subject.now.toISOString(),
    performer: { reference: `Device/${deviceId(output.model)}`, display: manifest.title.en },
    ...(basis.length > 0 ? { basis } : {}),
    ...(isAnswer(output) ? { prediction: predictionsOf(output, manifest, subject.now) } : {}),
    ...(mitigation ? { mitigation } : {}),
    note: notesOf(output, manifest),
  };
}

const methodOf = ({ name, version }: ModelRef, { title }: Manifest) => ({
  coding: [{ system: codeSystemUrl('model'), version, code: name, display: title.en }],
  text: `${title.en} (${name} ${version})`,
});

function imageIdentifiers({ model, evidence }: ModelOutput): Identifier[] {
  const instance = pictureOf(evidence)?.instance;
  return instance ? [imageResultIdentifier(model, instance)] : [];
}

/** Why, as a code; and of a picture that was refused, which one it was. */
function abstentionExtensions({ reason, evidence }: Abstention): Extension[] {
  const inputs = pictureOf(evidence) ? evidence.used : [];
  return [
    abstentionReasonExtension(reason),
    ...inputs.map((used) => inputExtension({ ...used, used, modifiable: false })),
  ];
}

function notUsedExtensions({ evidence }: ModelOutput): Extension[] {
  return [
    ...evidence.missing.map((m) => notUsedExtension(m.concept, m.reason, m.required)),
    ...evidence.unusable.map((u) => notUsedExtension(u.concept, u.reason, u.required)),
  ];
}

/** Why the model declined, or what limits its answer; then what must stand beside every result of the model. */
function notesOf(output: ModelOutput, manifest: Manifest): Annotation[] {
  const { acknowledgement, intendedUse } = manifest;
  const absent = countedAsAbsent(output.evidence.used);
  const unread = unreadWords(output.evidence.unread);
  return [
    ...(isAnswer(output) ? output.cautions : [abstentionSentence(output, manifest)]),
    ...(absent ? [absent] : []),
    ...(unread ? [unread] : []),
    ...(acknowledgement ? [acknowledgement] : []),
    `Research use: ${intendedUse.regulatoryStatus}`,
  ].map((text) => ({ text }));
}
