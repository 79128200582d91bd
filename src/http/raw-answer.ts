import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, problem, statusOf } from '../kernel/errors.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';

/** A problem as the whole and last answer on a connection where Node has made no response to write to. */
export function writeProblem(socket: Duplex, code: ErrorCode): void {
  const body = JSON.stringify(toOperationOutcome([problem(code)]));
  const status = statusOf(code);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: application/fhir+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end([...head, '', body].join('\r\n'));
}
