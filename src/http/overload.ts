import type { RequestHandler } from 'express';
import { problem } from '../kernel/errors.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';
import type { Turnstile } from './turnstile.ts';

const BODY = JSON.stringify(toOperationOutcome([problem('overloaded')]));

const HEADERS = {
  'Retry-After': '1',
  'Content-Type': 'application/fhir+json; charset=utf-8',
  'Content-Length': String(Buffer.byteLength(BODY)),
};

/** Half of the half second that a clinician waits: what a call may spend in the queue. */
const MOST_WAIT_MS = 250;

/** So few are let in however long they wait: the first calls after a start are slow, one large body makes all wait. */
const FEW = 8;

/**
 * Refuses at once, with 503, what would only wait or fill memory: more requests than `maxInFlight`, and new ones while
 * those before them do not get their turn. It goes before everything that costs something: no body is read, no signature
 * verified. The connection is kept; Node drops what still comes of the body.
 */
export function limitLoad(
  maxInFlight: number,
  queue: Pick<Turnstile, 'waiting' | 'waitedMs'>,
): RequestHandler {
  let inFlight = 0;
  return (_, response, next) => {
    if (inFlight >= maxInFlight || (queue.waiting >= FEW && queue.waitedMs > MOST_WAIT_MS)) {
      response.writeHead(503, HEADERS).end(BODY);
      return;
    }
    inFlight++;
    response.once('close', () => inFlight--);
    next();
  };
}

/** Goes before bodies are read: parsing one and all that follows at once is one turn. */
export const waitForTurn =
  (turnstile: Turnstile): RequestHandler =>
  (_, __, next) =>
    turnstile.enter(next);
