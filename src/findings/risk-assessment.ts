import type { Annotation, Extension, RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import type { Manifest } from '../inference/manifest.ts';
import type { ModelOutput, ModelRef, Prediction } from '../inference/prediction.ts';
import {
  codeSystemUrl,
  profileUrl,
  RESULT_IDENTIFIER_SYSTEM,
  UCUM,
  URI_SYSTEM,
} from '../kernel/canonical.ts';
import { durationDays } from '../kernel/clock.ts';
import type { UsedInput } from '../kernel/evidence.ts';
import { deviceId } from './device.ts';
import {
  comparisonExtension,
  contributionExtension,
  intervalExtension,
  notUsedExtension,
  serviceExtension,
} from './extensions.ts';
import type { ResultIdentity } from './identity.ts';
import { toPercent } from './percent.ts';
import { sourcesOf } from './provenance.ts';
import { abstentionSentence, rationaleSentence } from './sentences.ts';

export interface Subject {
  readonly patientId: string;
  readonly encounterId?: string;
  readonly now: Date;
  /** Id of the CDS service whose card the result becomes, if it becomes one. No part of the result's identity. */
  readonly service?: string;
}

/** The card's `uuid` as an identifier of the result behind it: feedback finds it by this. */
export const cardIdentifier = (uuid: string) => ({ system: URI_SYSTEM, value: `urn:uuid:${uuid}` });

/** HL7 v3 ObservationValue AIAST: "Artificial Intelligence asserted". */
const AIAST = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
};

/**
 * A model's answer as an R4 RiskAssessment (profile kairos-risk-assessment). A prediction is `final`, with its
 * probability in percent; an abstention is `cancelled`, without a prediction and with the reason in `note`.
 */
export function riskAssessmentFor(
  output: ModelOutput,
  identity: ResultIdentity,
  subject: Subject,
  manifest: Manifest,
): RiskAssessment {
  const basis = sourcesOf(output);
  const extensions = [
    ...notUsedExtensions(output),
    ...(subject.service ? [serviceExtension(subject.service)] : []),
  ];
  const notes = notesOf(output, manifest);
  return {
    resourceType: 'RiskAssessment',
    id: identity.id,
    meta: { profile: [profileUrl('kairos-risk-assessment')], security: [AIAST] },
    ...(extensions.length > 0 ? { extension: extensions } : {}),
    identifier: [
      { system: RESULT_IDENTIFIER_SYSTEM, value: identity.identifier },
      cardIdentifier(identity.uuid),
    ],
    status: output.kind === 'prediction' ? 'final' : 'cancelled',
    method: methodOf(output.model, manifest),
    subject: { reference: `Patient/${subject.patientId}` },
    ...(subject.encounterId ? { encounter: { reference: `Encounter/${subject.encounterId}` } } : {}),
    occurrenceDateTime: subject.now.toISOString(),
    performer: { reference: `Device/${deviceId(output.model)}`, display: manifest.title.en },
    ...(basis.length > 0 ? { basis: basis.map((reference) => ({ reference })) } : {}),
    ...(output.kind === 'prediction' ? { prediction: [predictionOf(output, manifest, subject.now)] } : {}),
    ...(notes.length > 0 ? { note: notes } : {}),
  };
}

const methodOf = ({ name, version }: ModelRef, { title }: Manifest) => ({
  coding: [{ system: codeSystemUrl('model'), version, code: name, display: title.en }],
  text: `${title.en} (${name} ${version})`,
});

function predictionOf(p: Prediction, manifest: Manifest, now: Date): RiskAssessmentPrediction {
  const { comparison } = p;
  return {
    extension: [
      intervalExtension(p.interval),
      ...(comparison ? [comparisonExtension(comparison)] : []),
      ...p.contributions.map((c) => contributionExtension(c, usedOf(p, c.concept))),
    ],
    outcome: { coding: [p.outcome], text: p.outcome.display },
    probabilityDecimal: toPercent(p.probability),
    qualitativeRisk: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/risk-probability',
          code: p.risk,
          display: DISPLAY[p.risk],
        },
      ],
    },
    ...(comparison && comparison.probability > 0
      ? { relativeRisk: Math.round((p.probability / comparison.probability) * 100) / 100 }
      : {}),
    ...whenOf(p, now),
    rationale: rationaleSentence(p, manifest),
  };
}

const DISPLAY = {
  negligible: 'Negligible likelihood',
  low: 'Low likelihood',
  moderate: 'Moderate likelihood',
  high: 'High likelihood',
  certain: 'Certain',
} as const;

const usedOf = (p: Prediction, concept: string): UsedInput | undefined =>
  p.evidence.used.find((u) => u.concept === concept);

/** R4 `whenRange` is the age range of the subject to which the probability applies; without an age, the period. */
function whenOf(p: Prediction, now: Date): Pick<RiskAssessmentPrediction, 'whenRange' | 'whenPeriod'> {
  const age = p.evidence.used.find((u) => u.concept === 'age')?.value;
  const days = durationDays(p.horizon);
  if (typeof age !== 'number') {
    const end = new Date(now.getTime() + days * DAY_MS);
    return { whenPeriod: { start: now.toISOString(), end: end.toISOString() } };
  }
  const years = Math.round((days / 365.25) * 100) / 100;
  return { whenRange: { low: ageQuantity(age), high: ageQuantity(age + years) } };
}

const DAY_MS = 86_400_000;

const ageQuantity = (value: number) => ({ value, unit: 'years', system: UCUM, code: 'a' });

function notUsedExtensions({ evidence }: ModelOutput): Extension[] {
  return [
    ...evidence.missing.map((m) => notUsedExtension(m.concept, m.reason, m.required)),
    ...evidence.unusable.map((u) => notUsedExtension(u.concept, u.reason, u.required)),
  ];
}

function notesOf(output: ModelOutput, manifest: Manifest): Annotation[] {
  const texts = output.kind === 'abstention' ? [abstentionSentence(output, manifest)] : output.cautions;
  return [...texts, `Research use: ${manifest.intendedUse.regulatoryStatus}`].map((text) => ({ text }));
}
