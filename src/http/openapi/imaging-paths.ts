import type { ErrorCode } from '../../kernel/errors.ts';
import { answer, content, FHIR_JSON, failures, type Json, operation, ref } from './parts.ts';

const TAG = 'FHIR';

const BODY_ERRORS = [
  'not-json',
  'not-an-object',
  'required-field',
  'invalid-field',
  'wrong-resource-type',
  'wrong-patient',
  'too-deep',
  'forbidden-key',
  'too-many-values',
  'too-large',
  'unsupported-media-type',
] as const satisfies readonly ErrorCode[];

/** What keeps every picture of a study from being analysed. */
const PICTURE_ERRORS = [
  'unknown-model',
  'image-unavailable',
  'forbidden-server',
  'image-mismatch',
  'invalid-dicom',
  'dicom-without-image',
  'unsupported-dicom',
  'unsupported-transfer-syntax',
  'dicom-too-large',
  'dicom-timeout',
  'model-failed',
  'model-timeout',
  'storage-failed',
] as const satisfies readonly ErrorCode[];

/** What may be done with an ImagingStudy, which is not kept. */
export const imagingPaths = (demandsTokens: boolean): Json => ({
  '/fhir/ImagingStudy/$analyze': {
    post: {
      ...operation(TAG, 'analyze-ImagingStudy', 'Analyze the pictures of a study', demandsTokens),
      description:
        'Takes an ImagingStudy, or Parameters with `imagingStudy`, and perhaps `endpoint`, `patient` and `model`. Waits for at most 30 seconds.',
      parameters: [
        {
          name: 'Prefer',
          in: 'header',
          schema: { type: 'string' },
          description: '`respond-async`: the answer is 202 at once',
        },
      ],
      requestBody: RESOURCE_BODY,
      responses: {
        200: answer('The results, and what could not be analysed', ref('Bundle'), FHIR_JSON),
        202: ACCEPTED,
        ...failures([...BODY_ERRORS, ...PICTURE_ERRORS], demandsTokens),
      },
    },
  },
  '/fhir/ImagingStudy': { post: notification('create', [], demandsTokens) },
  '/fhir/ImagingStudy/{id}': { put: notification('update', [ID], demandsTokens) },
});

const ID: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

const RESOURCE_BODY: Json = { required: true, content: content(ref('Resource'), FHIR_JSON) };

const ACCEPTED: Json = {
  ...answer('The analysis goes on', ref('OperationOutcome'), FHIR_JSON),
  headers: {
    'Content-Location': {
      description:
        'A search that finds the results as they come; absent where nothing was started, and while the archive is asked what pictures the study has',
      schema: { type: 'string' },
    },
  },
};

const notification = (name: string, parameters: readonly Json[], demandsTokens: boolean): Json => ({
  ...operation(TAG, `${name}-ImagingStudy`, 'Take note of a study that is new or has changed', demandsTokens),
  description:
    'As a Subscription of the channel `rest-hook` sends it. The study is not kept; pictures of the last week are analysed.',
  ...(parameters.length > 0 ? { parameters } : {}),
  requestBody: RESOURCE_BODY,
  responses: { 202: ACCEPTED, ...failures(BODY_ERRORS, demandsTokens) },
});
