import type { RiskAssessment } from '@medplum/fhirtypes';
import type { Deadline } from '../../kernel/deadline.ts';
import type { Problem } from '../../kernel/errors.ts';
import type { Result } from '../../kernel/result.ts';

/** A resource that nobody checked yet, and where it stood in the request. */
export interface LocatedResource {
  readonly resource: unknown;
  readonly expression: string;
}

/** What `$analyze` is asked. */
export interface AnalysisRequest {
  readonly imagingStudy: LocatedResource;
  readonly endpoints: readonly LocatedResource[];
  readonly patient?: LocatedResource;
  readonly model?: { readonly name: string; readonly expression: string };
}

/** What came of it by the deadline. */
export interface Analysed {
  readonly assessments: readonly RiskAssessment[];
  /** Why pictures could not be analysed. */
  readonly problems: readonly Problem[];
  /** Pictures whose analysis goes on. */
  readonly underway: number;
  /** Reference of the Patient. */
  readonly subject: string;
  /** Search tokens of `identifier` by which all results will be found. */
  readonly tokens: readonly string[];
}

/** The analysis of pictures, as the composition root provides it. */
export interface ImagingOperations {
  analyze(request: AnalysisRequest, deadline: Deadline): Promise<Result<Analysed>>;
  notify(imagingStudy: LocatedResource): Promise<Result<Analysed>>;
}
