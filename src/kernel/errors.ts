/**
 * The error catalogue: every expected failure, once. `status` is the HTTP status, `issue` the FHIR
 * issue-type code (https://hl7.org/fhir/R4/valueset-issue-type.html), `text` the line an integrator reads.
 * Codes are stable: clients may match on them.
 */
const catalogue = {
  'not-json': { status: 400, issue: 'structure', text: 'The body must be JSON' },
  'not-an-object': { status: 400, issue: 'structure', text: 'A JSON object is expected here' },
  'too-deep': { status: 400, issue: 'structure', text: 'The body is nested too deeply' },
  'too-large': { status: 413, issue: 'too-long', text: 'The body is larger than this server accepts' },
  'too-many-entries': {
    status: 413,
    issue: 'too-costly',
    text: 'A Bundle has more entries than this server accepts',
  },
  'too-many-values': {
    status: 413,
    issue: 'too-costly',
    text: 'The body has more values than this server accepts',
  },
  'forbidden-key': {
    status: 400,
    issue: 'structure',
    text: 'An element has a name that is not allowed',
  },
  'malformed-request': { status: 400, issue: 'structure', text: 'The request is not valid HTTP' },
  'headers-too-large': {
    status: 431,
    issue: 'too-long',
    text: 'The headers are larger than this server accepts',
  },
  'expectation-failed': {
    status: 417,
    issue: 'not-supported',
    text: 'Only 100-continue can be expected of this server',
  },
  'request-timeout': { status: 408, issue: 'timeout', text: 'The request did not arrive in time' },
  'unsupported-media-type': {
    status: 415,
    issue: 'not-supported',
    text: 'Content-Type must be application/json',
  },
  'not-acceptable': { status: 406, issue: 'not-supported', text: 'Only JSON can be returned' },
  'required-field': { status: 400, issue: 'required', text: 'A required element is missing' },
  'invalid-field': { status: 400, issue: 'invalid', text: 'An element has an unexpected value' },
  'hook-instance-not-uuid': { status: 400, issue: 'invalid', text: 'hookInstance must be a UUID' },
  'unknown-service': { status: 404, issue: 'not-found', text: 'There is no CDS service with this id' },
  'unknown-card': {
    status: 404,
    issue: 'not-found',
    text: 'This service has not given a card with this id: its feedback is not stored',
  },
  'wrong-hook': { status: 400, issue: 'invalid', text: 'This service does not answer this hook' },
  'wrong-resource-type': {
    status: 422,
    issue: 'invalid',
    text: 'A resource of another type was expected here',
  },
  'wrong-patient': {
    status: 422,
    issue: 'business-rule',
    text: 'The data belongs to another patient than context.patientId; nothing was scored',
  },
  'prefetch-failed': {
    status: 412,
    issue: 'incomplete',
    text: 'Required data was neither in the prefetch nor obtainable from the FHIR server',
  },
  'forbidden-server': {
    status: 403,
    issue: 'forbidden',
    text: 'This FHIR server is not on the list of allowed servers',
  },
  unauthorized: { status: 401, issue: 'login', text: 'Authentication is required' },
  'wrong-host': {
    status: 421,
    issue: 'forbidden',
    text: 'This server is not known by this host name',
  },
  'not-found': { status: 404, issue: 'not-found', text: 'Not found' },
  'method-not-allowed': { status: 405, issue: 'not-supported', text: 'This method is not supported here' },
  'not-supported': { status: 400, issue: 'not-supported', text: 'This is not supported' },
  'invalid-search': { status: 400, issue: 'invalid', text: 'A search parameter cannot be understood' },
  'invalid-manifest': { status: 500, issue: 'exception', text: 'A model manifest is invalid' },
  'artifact-mismatch': {
    status: 500,
    issue: 'exception',
    text: 'A model file differs from the hash in its manifest',
  },
  'unknown-model': { status: 404, issue: 'not-found', text: 'There is no model with this name' },
  'invalid-setting': { status: 500, issue: 'exception', text: 'A setting has an invalid value' },
  'invalid-data': { status: 422, issue: 'invalid', text: 'The data set is not in the expected format' },
  'invalid-dicom': { status: 422, issue: 'invalid', text: 'The DICOM file cannot be read' },
  'dicom-without-image': {
    status: 422,
    issue: 'not-supported',
    text: 'The DICOM file holds no image',
  },
  'unsupported-dicom': {
    status: 422,
    issue: 'not-supported',
    text: 'The DICOM file holds an image of a kind that is not supported',
  },
  'unsupported-transfer-syntax': {
    status: 422,
    issue: 'not-supported',
    text: 'The transfer syntax of the DICOM file is not supported',
  },
  'dicom-too-large': {
    status: 413,
    issue: 'too-costly',
    text: 'The DICOM file needs more room than this server gives it',
  },
  'dicom-timeout': {
    status: 504,
    issue: 'timeout',
    text: 'The DICOM file could not be decoded in time',
  },
  'image-unavailable': {
    status: 502,
    issue: 'transient',
    text: 'The image could not be fetched',
  },
  'image-mismatch': {
    status: 422,
    issue: 'business-rule',
    text: 'The archive gave another image than the one asked for; nothing was analysed',
  },
  'model-failed': { status: 500, issue: 'exception', text: 'A model could not be computed' },
  'model-timeout': { status: 504, issue: 'timeout', text: 'A model was not computed in time' },
  'storage-failed': { status: 503, issue: 'transient', text: 'The result could not be stored; try again' },
  overloaded: { status: 503, issue: 'throttled', text: 'The server is busy; try again in a second' },
  timeout: { status: 504, issue: 'timeout', text: 'The deadline passed before an answer was ready' },
  internal: { status: 500, issue: 'exception', text: 'Something went wrong on this server' },
} as const satisfies Record<string, { status: number; issue: string; text: string }>;

export type ErrorCode = keyof typeof catalogue;

/** An expected failure. `diagnostics` must never hold the value of a patient's field. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  /** FHIRPath-like location in the input, for example `prefetch.observations.entry[3].resource`. */
  readonly expression?: string;
  readonly diagnostics?: string;
}

/** A problem of the catalogue. `message` replaces the catalogue text where a more exact one exists. */
export function problem(
  code: ErrorCode,
  detail: { message?: string; expression?: string; diagnostics?: string } = {},
): Problem {
  const { message, ...rest } = detail;
  return { code, message: message ?? catalogue[code].text, ...rest };
}

export const statusOf = (code: ErrorCode): number => catalogue[code].status;

export const issueTypeOf = (code: ErrorCode): string => catalogue[code].issue;

export const errorCodes = Object.keys(catalogue) as ErrorCode[];
