import type { ServiceDescription } from '../../cds-hooks/discovery.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import { answer, content, FHIR_JSON, failures, type Json, operation, ref } from './parts.ts';
import { callSchema, feedbackCallSchema } from './request-schemas.ts';

const TAG = 'CDS Hooks';

const BODY_ERRORS = [
  'not-json',
  'not-an-object',
  'required-field',
  'invalid-field',
  'too-deep',
  'forbidden-key',
  'too-many-values',
  'too-large',
  'unsupported-media-type',
] as const satisfies readonly ErrorCode[];

const CALL_ERRORS = [
  ...BODY_ERRORS,
  'hook-instance-not-uuid',
  'wrong-hook',
  'too-many-entries',
  'prefetch-failed',
  'forbidden-server',
  'wrong-patient',
  'wrong-resource-type',
  'storage-failed',
] as const satisfies readonly ErrorCode[];

const FEEDBACK_ERRORS = [...BODY_ERRORS, 'storage-failed'] as const satisfies readonly ErrorCode[];

/** Discovery; each service, with the hooks that it answers; and its feedback. */
export function cdsHooksPaths(services: readonly ServiceDescription[], demandsTokens: boolean): Json {
  const byId = Map.groupBy(services, ({ id }) => id);
  const called = [...byId].flatMap(([id, hooks]) => [
    [`/cds-services/${id}`, { post: call(id, hooks, demandsTokens) }],
    [`/cds-services/${id}/feedback`, { post: feedback(id, demandsTokens) }],
  ]);
  return { '/cds-services': { get: discovery(demandsTokens) }, ...Object.fromEntries(called) };
}

const discovery = (demandsTokens: boolean): Json => ({
  ...operation(TAG, 'discover', 'The services and their prefetch templates', demandsTokens),
  responses: { 200: answer('The services', ref('Discovery')), ...failures([], demandsTokens) },
});

function call(id: string, services: readonly ServiceDescription[], demandsTokens: boolean): Json {
  const schemas = services.map(callSchema);
  return {
    ...operation(TAG, `call-${id}`, services[0]!.title, demandsTokens),
    description: services.map((s) => `On \`${s.hook}\`: ${s.description}`).join('\n\n'),
    requestBody: { required: true, content: content(schemas.length > 1 ? { oneOf: schemas } : schemas[0]!) },
    responses: { 200: answer('Cards', ref('CdsResponse')), ...failures(CALL_ERRORS, demandsTokens) },
  };
}

const feedback = (id: string, demandsTokens: boolean): Json => ({
  ...operation(TAG, `feedback-${id}`, 'What was done with cards of this service', demandsTokens),
  requestBody: { required: true, content: content(feedbackCallSchema()) },
  responses: {
    200: answer(
      'What became of the entries: a warning for each card that is not known',
      ref('OperationOutcome'),
      FHIR_JSON,
    ),
    ...failures(FEEDBACK_ERRORS, demandsTokens),
  },
});
