import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { problem } from '../kernel/errors.ts';
import { sendProblems } from './errors.ts';

/**
 * Links that open without a token, for whoever has them: browsers that follow a card's link have none. The signature is
 * a function of the path, so that the same result gives the same card every time.
 */
export interface LinkSigner {
  /** The path with its signature as the parameter `s`. */
  sign(path: string): string;
  isSigned(path: string, signature: unknown): boolean;
}

export function createLinkSigner(secret: string): LinkSigner {
  const hmac = (path: string): Buffer => createHmac('sha256', secret).update(path).digest();
  return {
    sign: (path) => `${path}?s=${hmac(path).toString('base64url')}`,
    isSigned(path, signature) {
      // Repeated parameters are a list.
      if (typeof signature !== 'string') return false;
      const given = Buffer.from(signature, 'base64url');
      const expected = hmac(path);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/** Answers without the signature as for a page that does not exist. */
export const requireSignature =
  (signer: LinkSigner): RequestHandler =>
  (request, response, next) => {
    const path = request.originalUrl.replace(/\?.*$/s, '');
    if (signer.isSigned(path, request.query.s)) next();
    else sendProblems(response, [problem('not-found', { message: 'There is no result with this id' })]);
  };
