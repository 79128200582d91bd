import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { refuseUnparsable } from './client-errors.ts';
import { type Draining, drainable } from './draining.ts';
import { refuseUnexpected } from './unexpected.ts';

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, lets calls in flight finish, then resolves; see `drainable`. */
  close(): Promise<void>;
}

export interface Listening {
  readonly app: Express;
  /** Headers that are too large get the same answer as any other bad token. */
  readonly demandsTokens: boolean;
  readonly draining: Draining;
  /** Time in which a whole request must have arrived. */
  readonly requestTimeoutMs: number;
}

/** How often connections are looked through for requests that take too long. */
const CHECKING_MS = 1_000;

const MOST_HEADERS_MS = 10_000;

/** Connections that wait to be accepted: one that finds no place is tried again by its client after a second. */
const BACKLOG = 4_096;

/** Listens; rejects when the address is taken or not allowed. */
export function listen(
  { app, demandsTokens, draining, requestTimeoutMs }: Listening,
  host: string,
  port: number,
): Promise<RunningServer> {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(requestTimeoutMs, MOST_HEADERS_MS),
      connectionsCheckingInterval: CHECKING_MS,
      // The application does, with a body.
      requireHostHeader: false,
    },
    app,
  );
  refuseUnparsable(server, demandsTokens);
  refuseUnexpected(server);
  const close = drainable(server, draining);
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(explained(cause, host, port)));
    server.listen({ port, host, backlog: BACKLOG }, () =>
      resolve({ port: (server.address() as AddressInfo).port, close }),
    );
  });
}

function explained(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const taken = cause.code === 'EADDRINUSE';
  return taken ? new Error(`port ${port} of ${host} is in use: set PORT to another one`, { cause }) : cause;
}

/** A port that was free a moment ago, for servers that must know their own address before they listen. */
export async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
