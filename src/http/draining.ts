import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';

/** Whether this server is about to stop: readiness and the listener share it. */
export interface Draining {
  readonly isUnderway: boolean;
  begin(): void;
}

export function createDraining(): Draining {
  let isUnderway = false;
  return {
    get isUnderway() {
      return isUnderway;
    },
    begin() {
      isUnderway = true;
    },
  };
}

/** After this, whoever is not done is cut off: orchestrators kill after 30 s, and jobs and the store end after it. */
const MOST_DRAIN_MS = 15_000;

/**
 * Lets a server stop without dropping a call. Resolves when everything in flight is answered: new connections are
 * refused, every answer says `Connection: close`, idle connections are closed.
 */
export function drainable(server: Server, draining: Draining, mostMs = MOST_DRAIN_MS): () => Promise<void> {
  const open = new Set<ServerResponse>();
  server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
    open.add(response);
    if (draining.isUnderway) sayClose(response);
    response.once('close', () => {
      open.delete(response);
      // Headers that had left before the end was known said that the connection stays.
      if (draining.isUnderway) setImmediate(() => server.closeIdleConnections());
    });
  });
  return async () => {
    draining.begin();
    // What has already arrived is read first: closing its connection as idle would drop a call.
    await turn();
    await turn();
    open.forEach(sayClose);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const cut = new AbortController();
    const late = wait(mostMs, undefined, { signal: cut.signal }).then(() => server.closeAllConnections());
    await closed;
    cut.abort();
    await late.catch(() => undefined);
  };
}

function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
