import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adult, searchset } from '../kairos.ts';

/** A FHIR server of an EHR that gives what it is told to and remembers what it was asked. */
export async function startEhr(answers: (url: string) => unknown) {
  const asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    asked.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const answer = answers(request.url ?? '');
    if (answer === NEVER) return;
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/fhir+json' });
    response.end(JSON.stringify(answer ?? { resourceType: 'OperationOutcome', issue: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { base, asked, close, env: { FHIR_SERVERS: base, OUTBOUND_PRIVATE_NETWORKS: '127.0.0.0/8' } };
}

/** No answer at all. */
export const NEVER = Symbol('never');

/** The record of one adult: the Observations in two pages. */
export function recordOf(id: string, base: () => string) {
  const { patient, observations } = adult(id);
  const half = Math.ceil(observations.length / 2);
  return (url: string): unknown => {
    if (url.startsWith(`/fhir/Patient/${id}`)) return patient;
    if (url.includes('page=2')) return searchset(observations.slice(half));
    if (url.startsWith('/fhir/Condition')) return searchset([]);
    if (!url.startsWith('/fhir/Observation')) return undefined;
    const link = [{ relation: 'next', url: `${base()}/Observation?patient=${id}&page=2` }];
    return { ...searchset(observations.slice(0, half)), link };
  };
}
