import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler } from 'express';
import { type ErrorCode, problem } from '../kernel/errors.ts';
import { hasForbiddenKey, mayHaveForbiddenKey } from '../kernel/forbidden-keys.ts';
import { beyond, MAX_DEPTH, MAX_VALUES } from '../kernel/nesting.ts';
import { collectAfter } from './garbage.ts';
import { ProblemError } from './problem-error.ts';

/**
 * Parses JSON bodies of any FHIR or CDS Hooks media type, within limits of size, nesting and number of values, all of what was inflated.
 * Members that could reach an object's prototype are refused.
 */
export function jsonBody(limitBytes: number): RequestHandler {
  const suspects = new WeakSet<IncomingMessage>();
  const parse = express.json({
    limit: limitBytes,
    strict: false,
    type: ['application/json', 'application/*+json', 'application/json+fhir'],
    verify: (request, response: ServerResponse, body, encoding) => {
      const { length } = body;
      response.once('close', () => collectAfter(length));
      inspect(body, encoding);
      if (mayHaveForbiddenKey(body)) suspects.add(request);
    },
  });
  return (request, response, next) =>
    parse(request, response, (error?: unknown) => {
      const isRefused = !error && suspects.has(request) && hasForbiddenKey(request.body);
      next(isRefused ? refusal('forbidden-key') : error);
    });
}

/** JSON is UTF-8 (RFC 8259, 8.1): in another encoding the bytes would not be what was looked for. */
function inspect(body: Buffer, encoding: string): void {
  if (encoding !== 'utf-8') throw refusal('unsupported-media-type', 'JSON must be encoded in UTF-8');
  const what = beyond(body, { depth: MAX_DEPTH, values: MAX_VALUES });
  if (what) throw refusal(what === 'depth' ? 'too-deep' : 'too-many-values');
}

const refusal = (code: ErrorCode, message?: string): ProblemError =>
  new ProblemError([problem(code, message ? { message } : {})]);
