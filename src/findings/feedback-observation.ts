import { createHash } from 'node:crypto';
import type { CodeableConcept, Observation, ObservationComponent, RiskAssessment } from '@medplum/fhirtypes';
import { profileUrl } from '../kernel/canonical.ts';
import type { CardFeedback, FeedbackOutcome, ReasonCoding } from '../kernel/feedback.ts';
import { FEEDBACK_CODES, FEEDBACK_SYSTEM, SERVICE_SYSTEM } from './feedback-codes.ts';
import { canonicalReason, reasonConcept } from './override-reasons.ts';

const concept = (code: keyof typeof FEEDBACK_CODES): CodeableConcept => ({
  coding: [{ system: FEEDBACK_SYSTEM, code, display: FEEDBACK_CODES[code] }],
});

/**
 * Feedback on a card as an R4 Observation (profile kairos-card-feedback) about the RiskAssessment behind the card. Its
 * id follows from what it says, so that the same feedback sent again is the same Observation.
 */
export function feedbackObservation(
  feedback: CardFeedback,
  service: string,
  assessment: RiskAssessment,
): Observation {
  const { outcome, at, comment } = feedback;
  return {
    resourceType: 'Observation',
    id: feedbackId(feedback),
    meta: { profile: [profileUrl('kairos-card-feedback')] },
    status: 'final',
    category: [concept('cds-feedback')],
    code: concept('card-feedback'),
    subject: assessment.subject,
    focus: [{ reference: `RiskAssessment/${assessment.id}` }],
    ...(assessment.encounter ? { encounter: assessment.encounter } : {}),
    effectiveDateTime: at,
    valueCodeableConcept: concept(outcome),
    component: componentsOf(feedback, service, assessment),
    ...(comment ? { note: [{ text: comment }] } : {}),
  };
}

function feedbackId({ card, outcome, at, acceptedSuggestions, reason, comment }: CardFeedback): string {
  const facts = [card, outcome, at, acceptedSuggestions, reason?.system, reason?.code, comment];
  return `feedback-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 40)}`;
}

function componentsOf(
  { reason, acceptedSuggestions }: CardFeedback,
  service: string,
  { method }: RiskAssessment,
): ObservationComponent[] {
  return [
    {
      code: concept('service'),
      valueCodeableConcept: { coding: [{ system: SERVICE_SYSTEM, code: service }] },
    },
    ...(method ? [{ code: concept('model'), valueCodeableConcept: method }] : []),
    ...(reason
      ? [{ code: concept('reason'), valueCodeableConcept: reasonConcept(canonicalReason(reason)) }]
      : []),
    ...acceptedSuggestions.map((id) => ({ code: concept('accepted-suggestion'), valueString: id })),
  ];
}

/** A feedback Observation as it is read back. */
export interface RecordedFeedback {
  /** `RiskAssessment/<id>` */
  readonly focus: string;
  /** Id of the service that gave the card. */
  readonly service: string;
  readonly outcome: FeedbackOutcome;
  /** When the clinician did it. */
  readonly at: string;
  readonly reason?: ReasonCoding;
  readonly comment?: string;
}

/** The reading end of `feedbackObservation`; undefined for an Observation that is no feedback. */
export function readFeedback(stored: Observation): RecordedFeedback | undefined {
  const focus = stored.focus?.[0]?.reference;
  const outcome = codeIn(stored.valueCodeableConcept, FEEDBACK_SYSTEM);
  const at = stored.effectiveDateTime;
  const service = componentOf(stored, 'service')?.valueCodeableConcept?.coding?.[0]?.code;
  if (!focus || !at || !service || (outcome !== 'accepted' && outcome !== 'overridden')) return undefined;
  const reason = componentOf(stored, 'reason');
  const { system, code, display } = reason?.valueCodeableConcept?.coding?.[0] ?? {};
  const comment = stored.note?.[0]?.text;
  return {
    focus,
    service,
    outcome,
    at,
    ...(code ? { reason: { ...(system ? { system } : {}), code, ...(display ? { display } : {}) } } : {}),
    ...(comment ? { comment } : {}),
  };
}

const componentOf = ({ component }: Observation, code: keyof typeof FEEDBACK_CODES) =>
  component?.find((c) => codeIn(c.code, FEEDBACK_SYSTEM) === code);

const codeIn = (value: CodeableConcept | undefined, system: string): string | undefined =>
  value?.coding?.find((c) => c.system === system)?.code;
