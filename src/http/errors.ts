import type { ErrorRequestHandler, Request, Response } from 'express';
import { problemPage } from '../insight/index.ts';
import { type ErrorCode, type Problem, problem, statusOf } from '../kernel/errors.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';
import { ProblemError } from './problem-error.ts';

/** Problems as an OperationOutcome, or as a page to a browser that opened one; the status is the first problem's. */
export function sendProblems(response: Response, problems: readonly Problem[]): void {
  const [first = problem('internal')] = problems;
  const status = statusOf(first.code);
  response.status(status);
  if (isOfPages(response.req)) response.vary('Accept');
  if (wantsPage(response.req)) response.type('html').send(problemPage(status, first.message));
  else response.type('application/fhir+json').send(JSON.stringify(toOperationOutcome(problems)));
}

/** What programs call; everything else is opened by people. */
const API = /^\/(cds-services|fhir|demo\/(fhir|dicom-web)|openapi\.json|livez|readyz)(\/|\?|$)/;

export const isOfPages = ({ originalUrl }: Request): boolean => !API.test(originalUrl);

const wantsPage = (request: Request): boolean =>
  isOfPages(request) && request.accepts(['json', 'html']) === 'html';

/** What body-parser reports (`error.type`), in the words of the catalogue. */
const BODY_ERRORS: Readonly<Record<string, ErrorCode>> = {
  'entity.parse.failed': 'not-json',
  'entity.too.large': 'too-large',
  'encoding.unsupported': 'unsupported-media-type',
  'charset.unsupported': 'unsupported-media-type',
  'request.size.invalid': 'not-json',
  'request.aborted': 'not-json',
};

/** Codes of zlib, of brotli and of zstd. */
const INFLATING = /^(Z_|ERR_|ZSTD_)/;
const NOT_INFLATED = 'The body is not in the encoding that Content-Encoding says';

/** The one place where errors leave. Unexpected ones are logged without their message, which may quote input. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (cause, request, response, next) => {
    if (response.headersSent) return next(cause);
    const problems = expectedProblems(cause);
    if (!problems) log.error({ method: request.method, error: describeDefect(cause) }, 'request failed');
    sendProblems(response, problems ?? [problem('internal')]);
  };
}

function expectedProblems(cause: unknown): readonly Problem[] | undefined {
  if (cause instanceof ProblemError) return cause.problems;
  if (!(cause instanceof Error)) return undefined;
  const { type, status, code: reason } = cause as { type?: unknown; status?: unknown; code?: unknown };
  const code = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (code) return [problem(code)];
  if (typeof reason === 'string' && INFLATING.test(reason))
    return [problem('not-json', { message: NOT_INFLATED })];
  // Express' own refusals: an undecodable path, a malformed Content-Encoding.
  return typeof status === 'number' && status >= 400 && status < 500 ? [problem('not-supported')] : undefined;
}
