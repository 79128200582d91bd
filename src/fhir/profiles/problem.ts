/** What is wrong with a resource, and where: `expression` is the FHIRPath-like location, `RiskAssessment.status`. */
export interface ProfileProblem {
  readonly expression: string;
  /** Names the element or invariant, never the value of a patient's field. */
  readonly message: string;
}
