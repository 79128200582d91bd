import type { RiskAssessment } from '@medplum/fhirtypes';
import type { Located } from '../chart/located.ts';
import type { Deadline } from '../kernel/deadline.ts';
import type { Problem } from '../kernel/errors.ts';
import type { Result } from '../kernel/result.ts';

/** An ImagingStudy that somebody wants analysed, as it came. */
export interface AnalysisRequest {
  readonly imagingStudy: Located;
  /** Endpoints that the study refers to. */
  readonly endpoints: readonly Located[];
  /** Whose it is, for the age; without it, the age is what the files say. */
  readonly patient?: Located;
  /** One model instead of all that analyse pictures of the kind. */
  readonly model?: { readonly name: string; readonly expression: string };
}

/** What came of a request so far. */
export interface Analysed {
  readonly assessments: readonly RiskAssessment[];
  /** Why pictures could not be analysed. */
  readonly problems: readonly Problem[];
  /** Pictures whose analysis goes on. */
  readonly underway: number;
  /** Models for which an archive is still asked what pictures the study has. */
  readonly listing: number;
  /** Reference of the Patient. */
  readonly subject: string;
  /** Search tokens of `identifier` by which all results will be found. */
  readonly tokens: readonly string[];
}

/** What integrators may ask of the analysis. */
export interface ImagingOperations {
  /** Analyses a study, whenever it was, and waits for the results until the deadline. Fails for a request that is wrong. */
  analyze(request: AnalysisRequest, deadline: Deadline): Promise<Result<Analysed>>;
  /** Takes note of a study that is new or has changed: what is of the last week is analysed. */
  notify(imagingStudy: Located): Promise<Result<Analysed>>;
}
