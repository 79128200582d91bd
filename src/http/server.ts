import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, lets calls in flight finish, then resolves. */
  close(): Promise<void>;
}

/** Listens; rejects when the address is taken or not allowed. */
export function listen(app: Express, host: string, port: number): Promise<RunningServer> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app);
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(explained(cause, host, port)));
    server.listen(port, host, () =>
      resolve({ port: (server.address() as AddressInfo).port, close: () => drain(server) }),
    );
  });
}

function explained(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const taken = cause.code === 'EADDRINUSE';
  return taken ? new Error(`port ${port} of ${host} is in use: set PORT to another one`, { cause }) : cause;
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
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
