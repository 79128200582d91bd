import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { FetchFailure } from './failures.ts';

/** The whole body, inflated, at most `maxBytes` of it on the wire and once inflated. The connection ends with a failure. */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Result<Buffer, FetchFailure>> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (!/^(identity|(x-)?gzip)$/i.test(encoding)) return give(response, 'unknown-encoding');
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return give(response, 'too-large');
  const chunks: Buffer[] = [];
  const within = limited(maxBytes);
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of within(source)) chunks.push(chunk);
  };
  try {
    if (/^identity$/i.test(encoding)) await pipeline(response, collect);
    else await pipeline(response, limited(maxBytes), createGunzip(), collect);
    return ok(Buffer.concat(chunks));
  } catch (cause) {
    return err(cause instanceof TooLarge ? 'too-large' : 'broken-off');
  }
}

class TooLarge extends Error {}

const limited = (maxBytes: number) =>
  async function* (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw new TooLarge();
      yield chunk;
    }
  };

function give(response: IncomingMessage, failure: FetchFailure): Result<never, FetchFailure> {
  response.destroy();
  return err(failure);
}
