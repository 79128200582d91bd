import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkKeyIn } from '../../src/http/link-key.ts';
import { createLinkSigner } from '../../src/http/signed-links.ts';

const SECRET = 'a secret of more than 32 characters';
const PATH = '/insight/RiskAssessment/1';

describe('the signature of a link', () => {
  const { sign, isSigned } = createLinkSigner(SECRET);
  const signatureOf = (path: string) => new URL(sign(path), 'http://x').searchParams.get('s')!;

  it('is HMAC-SHA256 of the path', () => {
    // printf %s PATH | openssl dgst -sha256 -hmac SECRET -binary | basenc --base64url
    expect(sign(PATH)).toBe(`${PATH}?s=PX9P6kXnR87nOVQ3OfAiYW3MuitOtIo_KBukzzTQZUs`);
  });

  it('is good for that path, with that secret', () => {
    expect(isSigned(PATH, signatureOf(PATH))).toBe(true);
    expect(isSigned('/insight/RiskAssessment/2', signatureOf(PATH))).toBe(false);
    expect(createLinkSigner(`${SECRET}!`).isSigned(PATH, signatureOf(PATH))).toBe(false);
  });

  it.each([undefined, '', 'x', ['a', 'b'], {}, 1, 'ä'.repeat(43), 'A'.repeat(43), 'A'.repeat(10_000)])(
    'is not %j',
    (signature) => {
      expect(isSigned(PATH, signature)).toBe(false);
    },
  );
});

describe('the link key', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'kairos-key-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is made once, random, for its owner only, and nothing is left beside it', () => {
    const data = join(directory, 'data');
    const key = linkKeyIn(data);
    expect(linkKeyIn(data)).toBe(key);
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(linkKeyIn(join(directory, 'other'))).not.toBe(key);
    expect(statSync(join(data, 'link.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(data)).toEqual(['link.key']);
  });

  it('that was cut off is refused, and named', () => {
    const file = join(directory, 'link.key');
    writeFileSync(file, 'short');
    expect(() => linkKeyIn(directory)).toThrow(`${file} is not a link key`);
    expect(readFileSync(file, 'utf8')).toBe('short');
  });
});
