import { Router } from 'express';
import type { ClientAuth } from '../cds-hooks/client-auth/verify.ts';
import type { Logger } from '../kernel/logger.ts';
import { calledPath, requireClient } from './client-auth.ts';
import { requireKnownHost } from './known-host.ts';
import { type LinkSigner, requireSignature } from './signed-links.ts';

/** Who is answered. */
export type Access =
  /** CDS clients with a token; result pages open with the link of a card. */
  | { readonly kind: 'clients'; readonly auth: ClientAuth; readonly signer: LinkSigner }
  /** Whoever is on this machine. */
  | { readonly kind: 'this-machine' }
  /** Whoever gets here: a gateway in front has checked who it is. */
  | { readonly kind: 'anyone' };

export interface AccessContext {
  readonly baseUrl: string;
  readonly log: Logger;
  readonly bodyLimitBytes: number;
}

/** Goes before everything that it protects, and before bodies are read. */
export function accessRules(access: Access, context: AccessContext): Router {
  const router = Router();
  if (access.kind === 'this-machine') router.use(requireKnownHost(context.baseUrl));
  if (access.kind === 'clients') {
    const rules = { auth: access.auth, ...context };
    router.use('/cds-services', requireClient(rules, calledPath));
    router.use(
      '/fhir',
      requireClient(rules, () => '/fhir'),
    );
    router.use('/insight', requireSignature(access.signer));
  }
  return router;
}
