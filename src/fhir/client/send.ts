import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { err, ok, type Result } from '../../kernel/result.ts';
import { readBody } from './body.ts';
import type { Connections } from './connections.ts';
import { type FetchFailure, failureOf } from './failures.ts';
import { pinnedLookup, type ResolvedAddress } from './resolver.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter?: string;
  /** Empty unless the status is 2xx: what a server says of its errors may hold a patient's data. */
  readonly body: Buffer;
}

interface Sending {
  readonly url: URL;
  readonly addresses: readonly ResolvedAddress[];
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly connections: Connections;
  readonly signal: AbortSignal;
}

const MAX_HEADER_BYTES = 16_384;

/** With several addresses, how long one is tried before the next. */
const NEXT_ADDRESS_MS = 100;

/** One GET over a connection to one of the addresses. */
export async function send(sending: Sending): Promise<Result<Answer, FetchFailure>> {
  const response = await head(sending);
  if (!response.ok) return response;
  const { statusCode: status = 0, headers } = response.value;
  const isSuccess = status >= 200 && status < 300;
  if (!isSuccess) response.value.destroy();
  if (status >= 300 && status < 400) return err('redirect');
  const body = isSuccess ? await readBody(response.value, sending.maxBytes) : ok(Buffer.alloc(0));
  if (!body.ok) return body;
  const retryAfter = headers['retry-after'];
  const contentType = headers['content-type'] ?? '';
  return ok({ status, contentType, ...(retryAfter ? { retryAfter } : {}), body: body.value });
}

/** Status and headers. */
function head(sending: Sending): Promise<Result<IncomingMessage, FetchFailure>> {
  const { url } = sending;
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    try {
      const sent = request(optionsOf(sending), (response) => resolve(ok(response)));
      sent.on('error', (cause) => {
        const failure = failureOf(cause);
        // A connection kept open that the server had given up (RFC 9110, section 9.2.2): another one is taken.
        resolve(failure === 'reset' && sent.reusedSocket ? head(sending) : err(failure));
      });
      // Also without an error, for example when the server wants another protocol (101).
      sent.on('close', () => resolve(err('reset')));
      sent.end();
    } catch {
      resolve(err('unsendable'));
    }
  });
}

function optionsOf({ url, addresses, headers, connections, signal }: Sending): RequestOptions {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: url.port || (url.protocol === 'https:' ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    headers: { ...headers, host: url.host, 'accept-encoding': 'gzip' },
    agent: connections.agentFor(url),
    lookup: pinnedLookup(addresses),
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
    ...(url.protocol === 'https:' ? { servername: isIP(host) ? '' : host } : {}),
  } as RequestOptions;
}
