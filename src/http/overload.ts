import type { RequestHandler } from 'express';
import { problem } from '../kernel/errors.ts';
import { toOperationOutcome } from '../kernel/operation-outcome.ts';
import { createLateness, type Lateness } from './lateness.ts';

export interface OverloadLimits {
  /** Requests that are read or answered at a time. */
  readonly maxInFlight: number;
  readonly lateness?: Lateness;
}

const BODY = JSON.stringify(toOperationOutcome([problem('overloaded')]));

const HEADERS = {
  'Retry-After': '1',
  'Content-Type': 'application/fhir+json; charset=utf-8',
  'Content-Length': String(Buffer.byteLength(BODY)),
};

/** How far behind its work the event loop may be before more work is refused: one long body alone costs as much. */
const MOST_LATE_MS = 40;

/** With this few in flight, lateness is not of their number, and refusing them would not help. */
const FEW_IN_FLIGHT = 16;

/**
 * Refuses at once, with 503, what would only wait: more requests than `maxInFlight`, which bounds the memory of their
 * bodies, or new ones while the event loop is late, which bounds how long those that are taken wait. It goes before
 * everything that costs something: no body is read, no signature verified. The connection is kept; Node drops what
 * still comes of the body.
 */
export function limitLoad({ maxInFlight, lateness = createLateness() }: OverloadLimits): RequestHandler {
  let inFlight = 0;
  const isTooMuch = () =>
    inFlight >= maxInFlight || (inFlight >= FEW_IN_FLIGHT && lateness.ms() > MOST_LATE_MS);
  return (_, response, next) => {
    if (isTooMuch()) {
      response.writeHead(503, HEADERS).end(BODY);
      return;
    }
    inFlight++;
    response.once('close', () => inFlight--);
    next();
  };
}
