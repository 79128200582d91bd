import { byDeadline, type Deadline } from '../../kernel/deadline.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { addressPolicy, LOOPBACK } from './address-ranges.ts';
import { type AllowList, allowList } from './allow-list.ts';
import { type Connections, openConnections } from './connections.ts';
import type { FetchFailure } from './failures.ts';
import { permittedAddresses, type Resolver, shared, systemResolver } from './resolver.ts';
import { type Answer, send } from './send.ts';

export interface OutboundRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the caller gives one, the URL must be below one of its bases. */
  readonly allowed?: AllowList | undefined;
  /** For all of it: name, connection, and the answer to its last byte. */
  readonly deadline: Deadline;
  /** Of the answer, on the wire and inflated. */
  readonly maxBytes: number;
}

export type GuardedFetch = (request: OutboundRequest) => Promise<Result<Answer, FetchFailure>>;

export interface Outbound {
  readonly fetch: GuardedFetch;
  /** Drops the connections that are kept open. */
  close(): void;
}

export interface OutboundOptions {
  /** CIDRs or addresses: of private and special networks, those that may be connected to. */
  readonly privateNetworks: readonly string[];
  /** Bases that may be on loopback whatever `privateNetworks` says: Kairos' own. */
  readonly ownBases?: readonly string[];
  readonly resolve?: Resolver;
}

/**
 * The one way out: http and https only, no user in the URL, every address of the host checked and the connection made
 * to a checked one, no redirects (a token must not follow one), bounded in time and size. GET only.
 */
export function openOutbound(options: OutboundOptions): Outbound {
  const { privateNetworks, ownBases = [] } = options;
  const resolve = shared(options.resolve ?? systemResolver);
  const own = allowList(ownBases);
  const others = { policy: addressPolicy(privateNetworks), connections: openConnections() };
  // Kept apart: a connection that only an own base may have is not there for others to use again.
  const owns = { policy: addressPolicy([...privateNetworks, ...LOOPBACK]), connections: openConnections() };
  return {
    async fetch(request) {
      const url = outboundUrl(request);
      if (!url.ok) return url;
      const { policy, connections } = own.allows(request.url) ? owns : others;
      const addresses = await permittedAddresses(url.value, policy, resolve, request.deadline);
      return addresses.ok ? exchange(url.value, addresses.value, connections, request) : addresses;
    },
    close() {
      others.connections.close();
      owns.connections.close();
    },
  };
}

function outboundUrl({ url, allowed }: OutboundRequest): Result<URL, FetchFailure> {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password)
    return err('not-http');
  return !allowed || allowed.allows(url) ? ok(parsed) : err('not-allowed');
}

async function exchange(
  url: URL,
  addresses: Parameters<typeof send>[0]['addresses'],
  connections: Connections,
  { headers = {}, maxBytes, deadline }: OutboundRequest,
): Promise<Result<Answer, FetchFailure>> {
  const abort = new AbortController();
  const work = send({ url, addresses, headers, maxBytes, connections, signal: abort.signal });
  const outcome = await byDeadline(deadline, work);
  if (outcome.inTime) return outcome.value;
  abort.abort();
  return err('timeout');
}
