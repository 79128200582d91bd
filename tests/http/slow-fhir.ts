import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adult, searchset } from './kairos.ts';

/** A FHIR server on loopback that holds its answers back until it is told: calls that need it are in flight for sure. */
export async function startSlowFhir() {
  const { patient, observations } = adult('slow-1');
  let held: (() => void)[] = [];
  let isReleased = false;
  const server = createServer((request, response) => {
    const found = request.url!.startsWith('/fhir/Observation?') ? observations : [];
    const body = request.url!.startsWith('/fhir/Patient/') ? patient : searchset(found);
    const answer = () => send(response, body);
    if (isReleased) return answer();
    held.push(answer);
    server.emit('held');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  return {
    /** Settings of a Kairos that may ask it, and waits. */
    env: { FHIR_SERVERS: base, OUTBOUND_PRIVATE_NETWORKS: '127.0.0.1', DEADLINE_MS: '60000' },
    /** A call that makes Kairos ask for the Observations. */
    call: {
      hook: 'patient-view',
      hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
      fhirServer: base,
      context: { userId: 'Practitioner/1', patientId: 'slow-1' },
      prefetch: { patient, conditions: null, medications: null },
    },
    /** Resolves when so many queries wait. */
    async holds(count: number): Promise<void> {
      while (held.length < count) await once(server, 'held');
    },
    release(): void {
      isReleased = true;
      for (const answer of held) answer();
      held = [];
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/fhir+json');
  response.end(JSON.stringify(body));
}
