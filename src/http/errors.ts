import type { ErrorRequestHandler, Response } from 'express';
import { type ErrorCode, type Problem, problem, statusOf } from '../kernel/errors.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';
import { ProblemError } from './problem-error.ts';

/** Problems as an OperationOutcome; the status is the first problem's. */
export function sendProblems(response: Response, problems: readonly Problem[]): void {
  const status = problems[0] ? statusOf(problems[0].code) : 500;
  response
    .status(status)
    .type('application/fhir+json')
    .send(JSON.stringify(toOperationOutcome(problems)));
}

/** What body-parser reports (`error.type`), in the words of the catalogue. */
const BODY_ERRORS: Readonly<Record<string, ErrorCode>> = {
  'entity.parse.failed': 'not-json',
  'entity.too.large': 'too-large',
  'encoding.unsupported': 'unsupported-media-type',
  'charset.unsupported': 'unsupported-media-type',
  'request.size.invalid': 'not-json',
  'request.aborted': 'not-json',
};

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
  const { type, status } = cause as { type?: unknown; status?: unknown };
  const code = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (code) return [problem(code)];
  // Express' own refusals: an undecodable path, a malformed Content-Encoding.
  return typeof status === 'number' && status >= 400 && status < 500 ? [problem('not-supported')] : undefined;
}
