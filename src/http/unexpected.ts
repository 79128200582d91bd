import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import { problem, statusOf } from '../kernel/errors.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';
import { sendProblems } from './errors.ts';
import { writeProblem } from './raw-answer.ts';

const UNFULFILLED = JSON.stringify(toOperationOutcome([problem('expectation-failed')]));

/**
 * Answers, as everything else is answered, what Node would answer without a body: CONNECT, and expectations other than
 * 100-continue. A wish to upgrade is ignored (RFC 9110, 7.8): Node passes such requests on as ordinary ones.
 */
export function refuseUnexpected(server: Server): void {
  server.on('connect', (_: IncomingMessage, socket: Duplex) => writeProblem(socket, 'method-not-allowed'));
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    response
      .writeHead(statusOf('expectation-failed'), {
        'Content-Type': 'application/fhir+json; charset=utf-8',
        'Content-Length': Buffer.byteLength(UNFULFILLED),
        Connection: 'close',
      })
      .end(UNFULFILLED);
  });
}

/** A request of HTTP/1.1 without Host is malformed (RFC 9112, 3.2). */
export const requireHostHeader: RequestHandler = (request, response, next) => {
  if (request.headers.host !== undefined || request.httpVersion === '1.0') next();
  else sendProblems(response, [problem('malformed-request')]);
};
