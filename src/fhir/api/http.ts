import { type Problem, statusOf } from '../../kernel/errors.ts';
import { toOperationOutcome } from '../../kernel/operation-outcome.ts';

/** A FHIR interaction without HTTP machinery: `url` is the path and query below the base. */
export interface FhirRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

export interface FhirResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const JSON_HEADERS = { 'Content-Type': 'application/fhir+json; charset=utf-8' };

export const answer = (body: unknown, headers: Readonly<Record<string, string>> = {}): FhirResponse => ({
  status: 200,
  headers: { ...JSON_HEADERS, ...headers },
  body,
});

export const refuse = (problem: Problem, headers: Readonly<Record<string, string>> = {}): FhirResponse => ({
  status: statusOf(problem.code),
  headers: { ...JSON_HEADERS, ...headers },
  body: toOperationOutcome([problem]),
});
