import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../src/jobs/imaging/multipart.ts';

const TYPE = 'multipart/related; type="application/dicom"; boundary=XX';

const parsed = (body: Uint8Array | string, type = TYPE) => {
  const result = partsOf(Buffer.from(body as string, 'latin1'), type);
  if (!result.ok) return result.error.diagnostics;
  return result.value.map((p) => [p.type, Buffer.from(p.body).toString('latin1')]);
};

const HEAD = 'Content-Type: application/dicom\r\nContent-Length: 3\r\n\r\n';

describe('a multipart message', () => {
  it('gives its parts without the line break before the boundary', () => {
    expect(
      parsed(`--XX\r\n${HEAD}abc\r\n--XX\r\nContent-Type: Text/Plain; x=1\r\n\r\nd\r\n\r\n--XX--\r\n`),
    ).toEqual([
      ['application/dicom', 'abc'],
      ['text/plain', 'd\r\n'],
    ]);
  });

  it.each([
    ['a preamble and an epilogue', `preamble\r\n--XX\r\n${HEAD}abc\r\n--XX--\r\nepilogue`],
    ['bare line feeds', `--XX\n${HEAD.replaceAll('\r', '')}abc\n--XX--\n`],
    ['an empty line at its start', `\r\n--XX\r\n${HEAD}abc\r\n--XX--`],
    ['white space after boundaries', `--XX \t\r\n${HEAD}abc\r\n--XX-- \r\n`],
    ['nothing after the last boundary', `--XX\r\n${HEAD}abc\r\n--XX--`],
    ['headers in lower case', `--XX\r\ncontent-type:application/dicom\r\n\r\nabc\r\n--XX--`],
  ])('may have %s', (_, body) => {
    expect(parsed(body)).toEqual([['application/dicom', 'abc']]);
  });

  it('may have parts without headers', () => {
    expect(parsed('--XX\r\n\r\nabc\r\n--XX--')).toEqual([['', 'abc']]);
  });

  it('may have bytes of its boundary inside a part', () => {
    const body = 'a--XX\r\nb\r\n--XXY\r\nc\r\n--XX-\r\n--X';
    expect(parsed(`--XX\r\n${HEAD}${body}\r\n--XX--`)).toEqual([['application/dicom', body]]);
  });

  it.each([
    ['quoted', 'multipart/related; boundary="a b:(?)"', 'a b:(?)'],
    ['quoted, with an escape', String.raw`multipart/related; boundary="a\"b"`, 'a"b'],
    ['in capitals', 'Multipart/Related; BOUNDARY=ab', 'ab'],
    ['between other parameters', 'multipart/related; boundary=ab; type="x"', 'ab'],
  ])('may have a boundary that is %s', (_, type, boundary) => {
    expect(parsed(`--${boundary}\r\n\r\nabc\r\n--${boundary}--`, type)).toEqual([['', 'abc']]);
  });

  it.each([
    ['no boundary', '--XX\r\n\r\nabc\r\n--XX--', 'multipart/related', 'boundary'],
    ['an empty boundary', '--\r\n\r\nabc\r\n----', 'multipart/related; boundary=""', 'boundary'],
    ['a boundary of 71 characters', '', `multipart/related; boundary=${'a'.repeat(71)}`, 'boundary'],
    ['no parts', '--XX--\r\n', TYPE, 'no parts'],
    ['nothing at all', '', TYPE, 'no parts'],
    ['another boundary', '--YY\r\n\r\nabc\r\n--YY--', TYPE, 'no parts'],
    ['no end', `--XX\r\n${HEAD}abc`, TYPE, 'breaks off'],
    ['headers that do not end', `--XX\r\nContent-Type: x\r\n--XX--`, TYPE, 'no valid parts'],
    [
      'headers without end that are long',
      `--XX\r\n${'a: b\r\n'.repeat(5000)}\r\n\r\n--XX--`,
      TYPE,
      'no valid parts',
    ],
    ['too many parts', `${'--XX\r\n\r\n\r\n'.repeat(101)}--XX--`, TYPE, 'no valid parts'],
  ])('is refused with %s', (_, body, type, why) => {
    expect(parsed(body, type)).toContain(why);
  });

  it('gives back whatever bytes it was made of', () => {
    const content = fc
      .array(
        fc.oneof(
          fc.constantFrom(...'\r\n-X'),
          fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)),
        ),
      )
      .map((c) => c.join(''));
    const isInside = (text: string) => !/(^|\n)--XX(--)?[ \t]*\r?(\n|$)/.test(text);
    fc.assert(
      fc.property(fc.array(content.filter(isInside), { minLength: 1, maxLength: 4 }), (contents) => {
        const body = `${contents.map((text) => `--XX\r\n\r\n${text}\r\n`).join('')}--XX--`;
        expect(parsed(body)).toEqual(contents.map((text) => ['', text]));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom('--XX', '--XX--', '\r\n', '\n', '\r', ' ', 'a: b', '\0');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(typeof partsOf(Buffer.from(pieces.join('')), TYPE).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
