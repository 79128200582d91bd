import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Request, Response } from 'express';
import { problem } from '../kernel/errors.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';

/** One answer for every refusal: nobody learns what was wrong, or whether what they asked for exists. */
const BODY = JSON.stringify(toOperationOutcome([problem('unauthorized')]));

const HEADERS: Readonly<Record<string, string>> = {
  'WWW-Authenticate': 'Bearer',
  'Content-Type': 'application/fhir+json; charset=utf-8',
  'Content-Length': String(Buffer.byteLength(BODY)),
  // Said by some routes (CORS), and so by all.
  Vary: 'Origin',
};

const headers = (): Record<string, string> => ({
  ...HEADERS,
  Date: new Date().toUTCString(),
  Connection: 'close',
});

/** Refuses a request whose body was not read; what of it comes is dropped first, so that the client reads the answer. */
export async function sendUnauthorized(
  request: Request,
  response: Response,
  bodyLimitBytes: number,
): Promise<void> {
  await dropped(request, bodyLimitBytes);
  for (const name of response.getHeaderNames()) if (!isForBrowsers(name)) response.removeHeader(name);
  response.writeHead(401, headers()).end(BODY);
}

/** The same answer, byte for byte, on a connection whose request could not be parsed. */
export function writeUnauthorized(socket: Duplex): void {
  const lines = Object.entries(headers()).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 401 ${STATUS_CODES[401]}`, ...lines, '', BODY].join('\r\n'));
}

/** Without it the page that called could not read the answer. */
const isForBrowsers = (name: string): boolean => name.startsWith('access-control-');

/** Resolves once the body ended, broke off, or grew beyond the limit. */
function dropped(request: Request, limitBytes: number): Promise<void> {
  return new Promise((resolve) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) resolve();
    });
    request.once('end', resolve).once('close', resolve);
  });
}
