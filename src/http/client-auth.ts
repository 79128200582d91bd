import type { Request, RequestHandler } from 'express';
import type { ClientAuth } from '../cds-hooks/client-auth/verify.ts';
import { problem } from '../kernel/errors.ts';
import type { Logger } from '../kernel/logger.ts';
import { sendProblems } from './errors.ts';
import { sendUnauthorized } from './unauthorized.ts';

export interface ClientAuthRules {
  readonly auth: ClientAuth;
  /** The public address of this server: what audiences begin with. */
  readonly baseUrl: string;
  readonly log: Logger;
  readonly bodyLimitBytes: number;
}

/** Lets a call through when its client JWT is good for its very URL; the reason of a refusal goes to the log only. */
export function requireClient(
  { auth, baseUrl, log, bodyLimitBytes }: ClientAuthRules,
  audienceOf: (request: Request) => string,
): RequestHandler {
  const base = baseUrl.replace(/\/+$/, '');
  return async (request, response, next) => {
    // Node joins or drops repeated headers in `headers`; here are all of them.
    const authorization = request.headersDistinct.authorization ?? [];
    const client = await auth.verify(authorization, base + audienceOf(request));
    if (client.ok) return next();
    log.warn({ method: request.method, route: request.baseUrl, code: client.error }, 'call refused');
    if (client.error === 'storage-failed') return sendProblems(response, [problem('storage-failed')]);
    return sendUnauthorized(request, response, bodyLimitBytes);
  };
}

/** The path as it was called: tokens of CDS clients are for one endpoint (CDS Hooks 2.0.1, `aud`). */
export const calledPath = (request: Request): string => request.originalUrl.replace(/\?.*$/s, '');
