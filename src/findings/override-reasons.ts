import type { CodeableConcept } from '@medplum/fhirtypes';
import { codeSystemUrl } from '../kernel/canonical.ts';
import type { ReasonCoding } from '../kernel/feedback.ts';

export interface OverrideReason {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

const DISPLAYS = {
  'already-known': 'Already known or acted upon',
  'not-applicable': 'Does not apply to this patient',
  'data-wrong-or-outdated': 'The data used is wrong or outdated',
  'disagree-with-estimate': 'I do not agree with the estimate',
  'patient-preference': 'The patient prefers otherwise',
} as const;

/** Why a clinician may set a card aside (CDS Hooks 2.0.1, "overrideReasons"). */
export const overrideReasons: readonly OverrideReason[] = Object.entries(DISPLAYS).map(([code, display]) => ({
  system: codeSystemUrl('override-reason'),
  code,
  display,
}));

/** A reason that the card offered, in its own words whatever the EHR made of them; any other as it came. */
export const canonicalReason = (reason: ReasonCoding): ReasonCoding =>
  overrideReasons.find((known) => known.system === reason.system && known.code === reason.code) ?? reason;

export const reasonConcept = ({ system, code, display }: ReasonCoding): CodeableConcept => ({
  coding: [{ ...(system ? { system } : {}), code, ...(display ? { display } : {}) }],
});
