/** What is wrong with a resource, and where: `expression` is the FHIRPath-like location, `RiskAssessment.status`. */
export interface ProfileProblem {
  readonly expression: string;
  /** Names the element or invariant, never the value of a patient's field. */
  readonly message: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
