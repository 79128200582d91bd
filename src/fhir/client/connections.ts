import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Connections that are kept open between requests: without them every query would pay for a handshake. */
export interface Connections {
  agentFor(url: URL): HttpAgent;
  close(): void;
}

const OPTIONS = { keepAlive: true, maxFreeSockets: 16, timeout: 30_000 } as const;

export function openConnections(): Connections {
  const agents = { 'http:': new HttpAgent(OPTIONS), 'https:': new HttpsAgent(OPTIONS) };
  return {
    agentFor: ({ protocol }) => agents[protocol === 'https:' ? 'https:' : 'http:'],
    close: () => Object.values(agents).forEach((agent) => void agent.destroy()),
  };
}
