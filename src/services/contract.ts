import type { RiskAssessment } from '@medplum/fhirtypes';
import type { CdsService, ServiceRequest } from '../cds-hooks/types.ts';
import type { Links } from '../findings/links.ts';
import type { LoadedModel, ModelRegistry } from '../inference/registry.ts';
import type { Logger } from '../kernel/logger.ts';

/** Results of a patient by these models that are stored, newest first; the very latest may not be among them. */
export type History = (
  patientId: string,
  models: readonly string[],
) => Promise<readonly RiskAssessment[]> | readonly RiskAssessment[];

/** What is known of one picture that a model analyses. */
export type PictureState =
  | { readonly state: 'stored'; readonly assessment: RiskAssessment }
  | { readonly state: 'underway' }
  /** `because` in one line: "the picture could not be fetched". */
  | { readonly state: 'unread'; readonly because: string };

/** The pictures of a patient that a model analyses. */
export interface Pictures {
  readonly states: readonly PictureState[];
  /** How many of the study are of the model's kind: more than `states` where not all are analysed. */
  readonly fitting: number;
  /** Whether the study may have more, which its archive did not list. */
  readonly isUnlisted?: boolean;
}

/** Looks for what is stored of the pictures of the chart, and has those analysed of which nothing is. */
export type Imaging = (model: LoadedModel, request: ServiceRequest) => Promise<Pictures>;

/** What the composition root gives to every service. */
export interface ServiceDependencies {
  readonly models: ModelRegistry;
  readonly links: Links;
  readonly history: History;
  /** Absent where no model analyses pictures. */
  readonly imaging?: Imaging;
  readonly log: Logger;
}

/** `src/services/<id>/index.ts` exports `create`. */
export interface ServiceModule {
  /**
   * Several where the same id answers several hooks (CDS Hooks 2.0.1: "update stale guidance"), none where it has
   * nothing to say.
   */
  create(dependencies: ServiceDependencies): CdsService | readonly CdsService[];
}
