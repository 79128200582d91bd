import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { openOutbound } from '../../../src/fhir/client/guarded-fetch.ts';
import type { Archive } from '../../../src/jobs/imaging/archive.ts';
import { LOOPBACK_NETWORKS } from '../../fhir/client/loopback.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => void close()));

/** An archive on loopback: its base, what it was asked, and its end, which comes with that of the test at the latest. */
export async function archive(answer: RequestListener) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  closing.push(close);
  return { base: `http://127.0.0.1:${port}/dicom-web`, asked, close };
}

/** The settings of somebody who may ask loopback. */
export const archiveSettings = (options: Partial<Archive> = {}): Archive => ({
  fetch: openOutbound({ privateNetworks: LOOPBACK_NETWORKS }).fetch,
  servers: [],
  maxBytes: 1_000,
  random: () => 0,
  now: () => new Date(),
  ...options,
});

export const answering =
  (status: number, body = '', type?: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
  };
