import { type CdsClient, readClients } from '../cds-hooks/client-auth/clients.ts';
import { createJwksCache } from '../cds-hooks/client-auth/jwks-cache.ts';
import { createClientAuth } from '../cds-hooks/client-auth/verify.ts';
import { allowList } from '../fhir/client/allow-list.ts';
import type { GuardedFetch } from '../fhir/client/guarded-fetch.ts';
import { createJsonFetch } from '../fhir/client/json-fetch.ts';
import type { Access } from '../http/access.ts';
import { linkKeyIn } from '../http/link-key.ts';
import { createLinkSigner, type LinkSigner } from '../http/signed-links.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Settings } from '../kernel/config.ts';
import { deadlineIn } from '../kernel/deadline.ts';
import type { Logger } from '../kernel/logger.ts';
import { unwrap } from '../kernel/result.ts';
import type { Store } from '../store/contract.ts';

/** What protects a server with CDS clients, read before anything else is opened. */
export interface Protection {
  readonly clients: readonly CdsClient[];
  readonly signer: LinkSigner;
}

/** @throws Error when the clients' file or the link key cannot be used */
export async function readProtection(settings: Settings): Promise<Protection | undefined> {
  if (!settings.CDS_CLIENTS) return undefined;
  const clients = unwrap(await readClients(settings.CDS_CLIENTS, settings.CDS_CLIENT_ALGORITHMS));
  return { clients, signer: createLinkSigner(settings.LINK_SECRET ?? linkKeyIn(settings.DATA_DIR)) };
}

interface Doors {
  readonly fetch: GuardedFetch;
  readonly claim: Store['claim'];
  readonly clock: Clock;
  readonly log: Logger;
}

export function accessFor(settings: Settings, protection: Protection | undefined, doors: Doors): Access {
  if (!protection) return { kind: settings.ALLOW_ANONYMOUS ? 'anyone' : 'this-machine' };
  const { clients, signer } = protection;
  const auth = createClientAuth({
    clients,
    algorithms: settings.CDS_CLIENT_ALGORITHMS,
    maxTokenSeconds: settings.CDS_TOKEN_MAX_SECONDS,
    jwks: openJwksCache(clients, settings, doors),
    claim: doors.claim,
    clock: doors.clock,
  });
  return { kind: 'clients', auth, signer };
}

/** A call may wait for it once; after that the keys are refreshed beside the calls. */
const JWKS_MS = 2_000;
const JWKS_MAX_BYTES = 262_144;

function openJwksCache(clients: readonly CdsClient[], settings: Settings, { fetch, clock, log }: Doors) {
  const urls = clients.flatMap((c) => [...(c.jwksUrl ? [c.jwksUrl] : []), ...c.jku]);
  const read = createJsonFetch({ fetch, allowed: allowList(urls), maxBytes: JWKS_MAX_BYTES });
  return createJwksCache({
    fetchJson: (url) => read(url, deadlineIn(JWKS_MS)),
    algorithms: settings.CDS_CLIENT_ALGORITHMS,
    clock,
    onFailure: (url, why) => log.warn({ address: new URL(url).origin }, `no keys of a CDS client: ${why}`),
  });
}
