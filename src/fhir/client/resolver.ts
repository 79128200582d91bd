import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { byDeadline, type Deadline } from '../../kernel/deadline.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AddressPolicy } from './address-ranges.ts';
import type { FetchFailure } from './failures.ts';
import { literalOf } from './ip-address.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Every address of a host. Rejects when there is none. */
export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

export const systemResolver: Resolver = (host) => lookup(host, { all: true });

/** Questions for the same name at the same time are one: a name server that hangs must not use up Node's four threads. */
export function shared(resolve: Resolver): Resolver {
  const underway = new Map<string, ReturnType<Resolver>>();
  return (host) => {
    const found = underway.get(host) ?? resolve(host).finally(() => underway.delete(host));
    underway.set(host, found);
    return found;
  };
}

/** The addresses of a URL's host, if every single one may be connected to: one that is public hides none that is not. */
export async function permittedAddresses(
  url: URL,
  policy: AddressPolicy,
  resolve: Resolver,
  deadline: Deadline,
): Promise<Result<readonly ResolvedAddress[], FetchFailure>> {
  const addresses = await addressesOf(url, resolve, deadline);
  if (!addresses.ok) return addresses;
  if (addresses.value.length === 0) return err('unreachable');
  return addresses.value.every(({ address }) => policy(address)) ? addresses : err('private-address');
}

async function addressesOf(
  url: URL,
  resolve: Resolver,
  deadline: Deadline,
): Promise<Result<readonly ResolvedAddress[], FetchFailure>> {
  const literal = literalOf(url);
  if (literal !== undefined) return ok([{ address: literal, family: literal.includes(':') ? 6 : 4 }]);
  const found = resolve(url.hostname).catch(() => []);
  const outcome = await byDeadline(deadline, found);
  return outcome.inTime ? ok(outcome.value) : err('timeout');
}

/**
 * Node's lookup for a connection, answered with addresses that were checked: what the name resolves to in the meantime
 * does not matter (DNS rebinding). Node asks for no lookup where the host is an address, which was checked as such.
 */
export const pinnedLookup =
  (addresses: readonly ResolvedAddress[]): LookupFunction =>
  (_, { all, family }, callback) => {
    const usable = addresses.filter((a) => !family || a.family === Number(String(family).replace('IPv', '')));
    const [first] = usable;
    if (!first) callback(new Error('no address of this family'), '', 0);
    else if (all) callback(null, [...usable]);
    else callback(null, first.address, first.family);
  };
