import type { Finding } from './check/finding.ts';
import type { ListedService } from './discovery.ts';
import type { Failure } from './failure.ts';
import type { HookCall } from './request.ts';

/** What one call came to. */
export interface HookReport {
  readonly url: string;
  /** As it was sent, but without the access token. */
  readonly request?: HookCall;
  readonly status: number;
  readonly ms: number;
  /** The body as it came, unless it was no JSON. */
  readonly response?: unknown;
  /** The services, when only they were asked for. */
  readonly services?: readonly ListedService[];
  readonly feedback?: FeedbackReport;
  /** What kept feedback from being sent. */
  readonly failure?: Failure;
  /** Of all answers: discovery, the call, feedback. */
  readonly findings: readonly Finding[];
  /** What the client could not do, such as a prefetch key that it left out. */
  readonly notes: readonly string[];
}

export interface FeedbackReport {
  readonly url: string;
  readonly request: object;
  readonly status: number;
  readonly ms: number;
}
