import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { allowList } from '../../../src/fhir/client/allow-list.ts';
import { createFhirClient, type FhirClientOptions } from '../../../src/fhir/client/client.ts';
import { openOutbound } from '../../../src/fhir/client/guarded-fetch.ts';

const closing: (() => void)[] = [];

/** Ends every server that a test opened. */
export function closeServers(): void {
  for (const close of closing.splice(0)) close();
}

/** A FHIR server on loopback; its base. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer({ maxHeaderSize: 65_536 }, listener);
  await listening(server, 0, '127.0.0.1');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server)}/fhir`;
}

/** A server that is no HTTP server. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${(await openTcp('127.0.0.1', 0, onConnection)).port}/fhir`;
}

async function openTcp(host: string, port: number, onConnection: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  await listening(server, port, host);
  closing.push(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { port: portOf(server) };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve());
  });

export interface Canary {
  readonly port: number;
  /** How many connections reached it. */
  readonly connections: () => number;
}

/** Counts the connections to one port of loopback, on both addresses where the machine has IPv6. */
export async function openCanary(): Promise<Canary> {
  let count = 0;
  const onConnection = (socket: Socket) => {
    count++;
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
  };
  const { port } = await openTcp('127.0.0.1', 0, onConnection);
  await openTcp('::1', port, onConnection).catch(() => undefined);
  return { port, connections: () => count };
}

export const LOOPBACK_NETWORKS = ['127.0.0.0/8', '::1'];

/** A client that may ask servers on loopback, with chance and clocks of the test. */
export const loopbackClient = (bases: readonly string[], options: Partial<FhirClientOptions> = {}) =>
  createFhirClient({
    fetch: openOutbound({ privateNetworks: LOOPBACK_NETWORKS }).fetch,
    allowed: allowList(bases),
    maxBytes: 1000,
    now: () => new Date('2026-11-23T12:00:00Z'),
    random: () => 0,
    ...options,
  });
