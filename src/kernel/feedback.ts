/** What a clinician did with a card: the vocabulary that the protocol and findings share. */

/** CDS Hooks 2.0.1, "Feedback": the user took up what the card suggested, or set it aside. */
export type FeedbackOutcome = 'accepted' | 'overridden';

/** Why a card was set aside, as the EHR sent it: mostly one of the card's own override reasons. */
export interface ReasonCoding {
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

export interface CardFeedback {
  /** The card's `uuid`, in lower case. */
  readonly card: string;
  readonly outcome: FeedbackOutcome;
  /** When, in UTC with milliseconds. */
  readonly at: string;
  readonly acceptedSuggestions: readonly string[];
  readonly reason?: ReasonCoding;
  /** Free text that may describe a patient: kept in the FHIR store and nowhere else. */
  readonly comment?: string;
}
