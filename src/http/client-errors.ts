import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../kernel/errors.ts';
import { writeProblem } from './raw-answer.ts';
import { writeUnauthorized } from './unauthorized.ts';

/** Codes of Node's parser (https://nodejs.org/api/http.html#event-clienterror); whatever else is no HTTP. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** How long what a client still sends is dropped before the connection is cut. */
const LINGER_MS = 1_000;

/**
 * Answers requests that cannot be parsed. Where tokens are demanded, headers that are too large are refused like any
 * other bad token, which is what they hold.
 */
export function refuseUnparsable(server: Server, demandsTokens: boolean): void {
  const answered = new WeakSet<Duplex>();
  const underway = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    underway.set(socket, response);
  });
  server.on('clientError', (cause: NodeJS.ErrnoException, socket: Duplex) => {
    // The parser goes on failing with whatever else comes in.
    if (answered.has(socket)) return;
    answered.add(socket);
    if (cause.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const last = underway.get(socket);
    // In the middle of an answer, another would be taken for a part of it.
    if (last?.headersSent && !last.writableFinished) return socket.destroy();
    if (demandsTokens && cause.code === 'HPE_HEADER_OVERFLOW') writeUnauthorized(socket);
    else writeProblem(socket, CODES[cause.code ?? ''] ?? 'malformed-request');
    linger(socket);
  });
}

/** Closing at once while data comes in would reset the connection, and the answer with it. */
function linger(socket: Duplex): void {
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}
