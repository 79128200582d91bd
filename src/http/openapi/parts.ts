import { type ErrorCode, problem, statusOf } from '../../kernel/errors.ts';

/** A piece of the document, as JSON. */
export type Json = Readonly<Record<string, unknown>>;

export const ref = (schema: string): Json => ({ $ref: `#/components/schemas/${schema}` });

export const FHIR_JSON = 'application/fhir+json';
export const JSON_TYPE = 'application/json';

export const content = (schema: Json, type = JSON_TYPE): Json => ({ [type]: { schema } });

export const answer = (description: string, schema: Json, type = JSON_TYPE): Json => ({
  description,
  content: content(schema, type),
});

/** What any call may meet. */
const ALWAYS = ['overloaded', 'internal'] as const satisfies readonly ErrorCode[];

/** One response for each status of the codes, with what the catalogue says about them. */
export function failures(codes: readonly ErrorCode[], demandsTokens: boolean): Json {
  const all: readonly ErrorCode[] = [
    ...codes,
    ...(demandsTokens ? ['unauthorized' as const] : []),
    ...ALWAYS,
  ];
  const byStatus = Map.groupBy(all, statusOf);
  return Object.fromEntries([...byStatus].map(([status, group]) => [String(status), failure(group)]));
}

function failure(codes: readonly ErrorCode[]): Json {
  const description = codes.map((code) => `\`${code}\`: ${problem(code).message}`).join('\n\n');
  const retry = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };
  const outcome = answer(description, ref('OperationOutcome'), FHIR_JSON);
  return codes.includes('overloaded') ? { ...outcome, headers: retry } : outcome;
}

/** How an operation is called and by whom. */
export const operation = (
  tag: string,
  operationId: string,
  summary: string,
  demandsTokens: boolean,
): Json => ({
  tags: [tag],
  operationId,
  summary,
  ...(demandsTokens ? { security: [{ client: [] }] } : {}),
});
