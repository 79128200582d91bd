import type { RequestHandler, Response } from 'express';

/** Chromium keeps no answer longer. */
const MAX_AGE_SECONDS = '7200';

/**
 * Lets web pages of these origins call, `*` all (CDS Hooks 2.0.1, "Cross-Origin Resource Sharing"; the Fetch standard).
 * Answers preflights itself: they carry no token. Never with credentials: nothing here is told by a cookie.
 */
export function cors(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins);
  return (request, response, next) => {
    const { origin } = request.headers;
    // Caches must not give one origin the answer for another, or for none.
    response.vary('Origin');
    const isAllowed = origin !== undefined && (allowed.has('*') || allowed.has(origin));
    if (isAllowed) response.setHeader('Access-Control-Allow-Origin', allowed.has('*') ? '*' : origin);
    const isPreflight = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    if (!isPreflight) return next();
    if (isAllowed) allowRequest(response);
    response.status(204).end();
  };
}

function allowRequest(response: Response): void {
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.setHeader('Access-Control-Max-Age', MAX_AGE_SECONDS);
}
