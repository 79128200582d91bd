import { codeSystemUrl } from '../kernel/canonical.ts';

/** Codes of `CodeSystem/card-feedback`, with their displays. */
export const FEEDBACK_CODES = {
  'cds-feedback': 'Feedback on decision support',
  'card-feedback': 'Response of a clinician to a card',
  accepted: 'Accepted',
  overridden: 'Set aside',
  service: 'CDS service that gave the card',
  model: 'Model and version behind the card',
  reason: 'Reason to set the card aside',
  'accepted-suggestion': 'Suggestion of the card that was accepted',
} as const;

export const FEEDBACK_SYSTEM = codeSystemUrl('card-feedback');

/** Ids of CDS services as codes. */
export const SERVICE_SYSTEM = codeSystemUrl('cds-service');
