import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface JwksServer {
  readonly url: string;
  /** What `/keys` answers with. */
  keys: readonly object[];
  isDown: boolean;
  readonly requests: string[];
  close(): Promise<void>;
}

/** Publishes keys at `/keys`, and everything that is no JWK Set elsewhere. */
export async function startJwksServer(keys: readonly object[]): Promise<JwksServer> {
  const state = { keys, isDown: false, requests: [] as string[] };
  const json = (response: ServerResponse, body: unknown) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  const routes: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    '/keys': (response) => json(response, { keys: state.keys }),
    '/redirect': (response) => response.writeHead(302, { location: '/keys' }).end(),
    '/html': (response) => response.setHeader('content-type', 'text/html').end('<html>keys</html>'),
    '/huge': (response) => json(response, { keys: state.keys, padding: 'x'.repeat(300_000) }),
    '/empty': (response) => json(response, { keys: [] }),
    '/array': (response) => json(response, state.keys),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    state.requests.push(path);
    const route = routes[path];
    if (state.isDown || !route) response.writeHead(503).end();
    else route(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
