import type { Resource } from '@medplum/fhirtypes';
import type { PatientChart } from '../chart/types.ts';
import type { Deadline } from '../kernel/deadline.ts';
import type { Result } from '../kernel/result.ts';

/** CDS Hooks 2.0.1, "CDS Service Response": the types a service answers with. */

export interface CdsCoding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

export interface CardSource {
  readonly label: string;
  readonly url?: string;
  readonly icon?: string;
  readonly topic?: CdsCoding;
}

export interface CardLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute' | 'smart';
  readonly appContext?: string;
  readonly autolaunchable?: boolean;
}

export interface CardAction {
  readonly type: 'create' | 'update' | 'delete';
  readonly description: string;
  readonly resource?: Resource;
  readonly resourceId?: string;
}

export interface Suggestion {
  readonly label: string;
  readonly uuid?: string;
  readonly isRecommended?: boolean;
  readonly actions?: readonly CardAction[];
}

export interface Card {
  readonly uuid?: string;
  /** At most 139 characters. */
  readonly summary: string;
  /** GitHub-flavoured Markdown. */
  readonly detail?: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: CardSource;
  readonly suggestions?: readonly Suggestion[];
  readonly selectionBehavior?: 'at-most-one' | 'any';
  readonly overrideReasons?: readonly CdsCoding[];
  readonly links?: readonly CardLink[];
}

export interface CdsResponse {
  readonly cards: readonly Card[];
}

/** What a service is asked with: the hook's own context, and the patient's chart. */
export interface ServiceRequest {
  readonly hook: string;
  readonly hookInstance: string;
  readonly context: {
    readonly patientId: string;
    readonly encounterId?: string | undefined;
    readonly userId?: string | undefined;
  };
  readonly chart: PatientChart;
  /** When the service must have answered; what is not ready by then is named and finished later. */
  readonly deadline: Deadline;
  /** Reads a resource from the caller's FHIR server with the caller's token, by the deadline; absent without a server. */
  readonly readFhir?: (reference: string) => Promise<Result<unknown>>;
}

/** Cards, and the resources that must be durable before the cards leave. */
export interface ServiceAnswer {
  readonly cards: readonly Card[];
  readonly resources: readonly Resource[];
  /** What was not ready by the deadline: it is finished as a job, and its resources are stored then. */
  readonly pending?: readonly PendingWork[];
}

/** Work that missed the deadline. The same key is the same work. */
export interface PendingWork {
  readonly key: string;
  readonly finish: () => Promise<readonly Resource[]>;
}

/** One CDS service, as discovery lists it and as calls reach it. */
export interface CdsService {
  readonly id: string;
  readonly hook: string;
  readonly title: string;
  readonly description: string;
  readonly usageRequirements?: string;
  /** Concepts whose values the service reads: prefetch templates are generated from these. */
  readonly concepts: readonly string[];
  /** Names of the models that it asks. */
  readonly models?: readonly string[];
  respond(request: ServiceRequest): Promise<ServiceAnswer>;
}
