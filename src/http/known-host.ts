import type { RequestHandler } from 'express';
import { isLoopback } from '../kernel/config.ts';
import { problem } from '../kernel/errors.ts';
import { sendProblems } from './errors.ts';

const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?$/i;

/**
 * Refuses requests under other names than this machine's or that of `baseUrl`. Without client authentication anybody's
 * web page could else reach a server on loopback, by a name that it makes resolve to 127.0.0.1 (DNS rebinding).
 */
export function requireKnownHost(baseUrl: string): RequestHandler {
  const own = URL.parse(baseUrl)?.hostname;
  return (request, response, next) => {
    const host = HOST.exec(request.headers.host ?? '')?.[1]?.toLowerCase();
    if (host !== undefined && (isLoopback(host) || host === own)) next();
    else sendProblems(response, [problem('wrong-host')]);
  };
}
