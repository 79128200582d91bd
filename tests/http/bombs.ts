import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { adult, observation, patientViewCall, quantity, searchset } from './kairos.ts';

export interface Bomb {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly status: number;
  readonly code?: string;
}

/** A little less, and a little more, than the default limit of 5 MiB. */
const LIMIT = 5_242_880;
const BELOW = LIMIT - 100_000;
const ABOVE = LIMIT + 1;

const call = () => patientViewCall(adult());
const text = (change: object): string => JSON.stringify({ ...call(), ...change });
const withPrefetch = (prefetch: object): string => text({ prefetch: { ...call().prefetch, ...prefetch } });
const withEntries = (entry: readonly unknown[]): string =>
  withPrefetch({ observations: { resourceType: 'Bundle', type: 'searchset', entry } });
const withObservation = (change: object): string =>
  withPrefetch({
    observations: searchset([...adult().observations, observation('test-1', 'odd', '2160-0', change)]),
  });
/** A member whose text JSON.stringify would not write. */
const withText = (member: string): string => `${text({}).slice(0, -1)},${member}}`;

const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth);
const keys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
const spaces = (bytes: number): Buffer => Buffer.alloc(bytes, ' ');
const encoded = (encoding: string, body: Buffer) => ({ headers: { 'content-encoding': encoding }, body });

const tiny = { resourceType: 'Observation' };

const sizes: Bomb[] = [
  {
    name: 'a body over the limit',
    body: text({ padding: 'x'.repeat(ABOVE) }),
    status: 413,
    code: 'too-large',
  },
  { name: 'a body far over the limit', body: spaces(50_000_000), status: 413, code: 'too-large' },
  {
    name: 'a string of a million in a member that is not read',
    body: text({ padding: 'x'.repeat(1_000_000) }),
    status: 200,
  },
  { name: 'a string of five million there', body: text({ padding: 'x'.repeat(BELOW) }), status: 200 },
  { name: 'a million escapes', body: withText(`"padding":"${'\\"'.repeat(1_000_000)}"`), status: 200 },
  {
    name: 'a string of a million as unit',
    body: withObservation({ valueQuantity: { value: 1, code: 'x'.repeat(1_000_000) } }),
    status: 200,
  },
  {
    name: 'a string of a million as patient',
    body: text({ context: { userId: 'u', patientId: 'x'.repeat(1_000_000) } }),
    status: 400,
    code: 'invalid-field',
  },
  {
    name: 'a string of a million as hook',
    body: text({ hook: 'x'.repeat(1_000_000) }),
    status: 400,
    code: 'wrong-hook',
  },
];

const shapes: Bomb[] = [
  { name: 'depth 65', body: nested('[', ']', 65), status: 400, code: 'too-deep' },
  { name: 'depth of a million', body: nested('{"a":[', ']}', 500_000), status: 400, code: 'too-deep' },
  { name: 'depth that never ends', body: '['.repeat(5_000_000), status: 400, code: 'too-deep' },
  {
    name: 'many that are almost too deep',
    body: withText(
      `"padding":[${Array(20_000)
        .fill(nested('[', ']', 60))
        .join(',')}]`,
    ),
    status: 413,
    code: 'too-many-values',
  },
  { name: 'an object of 10^5 members', body: text({ padding: keys(100_000) }), status: 200 },
  {
    name: 'a Patient of 10^5 members',
    body: withPrefetch({ patient: { ...keys(100_000), ...adult().patient } }),
    status: 200,
  },
  {
    name: 'a context of 10^5 members',
    body: text({ context: { ...keys(100_000), ...call().context } }),
    status: 200,
  },
  { name: '10^5 prefetch keys', body: withPrefetch(keys(100_000)), status: 200 },
  {
    name: 'a list of a million',
    body: text({ padding: Array(1_000_000).fill(0) }),
    status: 413,
    code: 'too-many-values',
  },
  { name: 'a list of 400,000', body: text({ padding: Array(400_000).fill(0) }), status: 200 },
  {
    name: '10,000 entries',
    body: withEntries(Array(10_000).fill({ resource: adult().observations[0] })),
    status: 200,
  },
  {
    name: '10,001 entries',
    body: withEntries(Array(10_001).fill({ resource: tiny })),
    status: 413,
    code: 'too-many-entries',
  },
  {
    name: '10^5 entries',
    body: withEntries(Array(100_000).fill({ resource: tiny })),
    status: 413,
    code: 'too-many-entries',
  },
  {
    name: 'a million empty entries',
    body: withEntries(Array(1_000_000).fill({})),
    status: 413,
    code: 'too-many-values',
  },
  {
    name: '10^5 components',
    body: withObservation({ component: Array(50_000).fill({ code: { text: 'x' } }) }),
    status: 200,
  },
  {
    name: '10^5 codings',
    body: withObservation({ code: { coding: Array(100_000).fill({ code: 'x' }) } }),
    status: 200,
  },
  {
    name: '10^5 wrong entries in the patient’s place',
    body: withPrefetch({ patient: { resourceType: 'Bundle', entry: Array(100_000).fill(0) } }),
    status: 413,
    code: 'too-many-entries',
  },
];

const thousandfold = gzipSync(spaces(100_000_000));
const nestedGzip = gzipSync(gzipSync(Buffer.from(text({}))));

const compressed: Bomb[] = [
  { name: 'an ordinary gzip', ...encoded('gzip', gzipSync(text({}))), status: 200 },
  { name: 'an ordinary deflate', ...encoded('deflate', deflateSync(text({}))), status: 200 },
  { name: 'an ordinary br', ...encoded('br', brotliCompressSync(text({}))), status: 200 },
  { name: 'gzip 1000:1', ...encoded('gzip', thousandfold), status: 413, code: 'too-large' },
  {
    name: 'deflate 1000:1',
    ...encoded('deflate', deflateSync(spaces(100_000_000))),
    status: 413,
    code: 'too-large',
  },
  {
    name: 'br, more than 1000:1',
    ...encoded('br', brotliCompressSync(spaces(100_000_000))),
    status: 413,
    code: 'too-large',
  },
  {
    name: 'zstd, more than 1000:1',
    ...encoded('zstd', zstdCompressSync(spaces(100_000_000))),
    status: 413,
    code: 'too-large',
  },
  {
    name: 'gzip of deep nesting',
    ...encoded('gzip', gzipSync('['.repeat(5_000_000))),
    status: 400,
    code: 'too-deep',
  },
  { name: 'gzip in gzip', ...encoded('gzip', nestedGzip), status: 400, code: 'not-json' },
  {
    name: 'gzip in gzip that says so',
    ...encoded('gzip, gzip', nestedGzip),
    status: 415,
    code: 'unsupported-media-type',
  },
  { name: 'gzip of gzip 1000:1', ...encoded('gzip', gzipSync(thousandfold)), status: 400, code: 'not-json' },
  {
    name: 'several gzips one after the other',
    ...encoded('gzip', Buffer.concat(Array(100).fill(gzipSync(spaces(1_000_000))))),
    status: 413,
    code: 'too-large',
  },
  {
    name: 'gzip that breaks off',
    ...encoded('gzip', gzipSync(text({})).subarray(0, -20)),
    status: 400,
    code: 'not-json',
  },
  {
    name: 'gzip with a wrong checksum',
    ...encoded('gzip', corrupted(gzipSync(text({})))),
    status: 400,
    code: 'not-json',
  },
  { name: 'gzip that is none', ...encoded('gzip', Buffer.from(text({}))), status: 400, code: 'not-json' },
  {
    name: 'deflate without its header',
    ...encoded('deflate', deflateRawSync(text({}))),
    status: 400,
    code: 'not-json',
  },
  { name: 'br that is none', ...encoded('br', Buffer.from(text({}))), status: 400, code: 'not-json' },
  {
    name: 'an encoding that nobody knows',
    ...encoded('lz4', Buffer.from('x')),
    status: 415,
    code: 'unsupported-media-type',
  },
  { name: 'compress', ...encoded('compress', Buffer.from('x')), status: 415, code: 'unsupported-media-type' },
];

function corrupted(gzip: Buffer): Buffer {
  const copy = Buffer.from(gzip);
  copy[copy.length - 8]! ^= 0xff;
  return copy;
}

const forbidden = [
  '"__proto__":{"x":1}',
  '"\\u005f_proto__":{"x":1}',
  '"constructor":{"prototype":{"x":1}}',
  '"extension":[{"a":{"\\u005F\\u005Fproto\\u005F\\u005F":null}}]',
];

const names: Bomb[] = [
  ...forbidden.map(
    (member): Bomb => ({ name: member, body: withText(member), status: 400, code: 'forbidden-key' }),
  ),
  {
    name: '__proto__ in the Patient',
    body: withPrefetch({ patient: 0 }).replace('"patient":0', '"patient":{"__proto__":{"id":"test-1"}}'),
    status: 400,
    code: 'forbidden-key',
  },
  {
    name: '__proto__ at the end of 5 MB',
    body: withText(`"p":"${'x'.repeat(BELOW)}","__proto__":1`),
    status: 400,
    code: 'forbidden-key',
  },
  {
    name: 'a million escapes that could hide one',
    body: withText(`"p":"${'\\u005f'.repeat(800_000)}"`),
    status: 200,
  },
  { name: '__proto__ as a text', body: withText('"p":"__proto__"'), status: 200 },
  {
    name: 'names of Object',
    body: text({ toString: 1, hasOwnProperty: {}, valueOf: null, constructor: 'x' }),
    status: 200,
  },
  {
    name: 'prefetch of names of Object',
    body: withPrefetch({ toString: 1, hasOwnProperty: 0, constructor: 0 }),
    status: 200,
  },
  { name: 'members twice', body: withText('"hook":"patient-view","padding":1,"padding":2'), status: 200 },
  {
    name: 'a hook twice, the last of them another',
    body: withText('"hook":"order-sign"'),
    status: 400,
    code: 'wrong-hook',
  },
];

const values: Bomb[] = [
  { name: 'a number beyond all numbers', body: withText('"padding":1e400'), status: 200 },
  { name: 'a number of a million digits', body: withText(`"padding":${'9'.repeat(1_000_000)}`), status: 200 },
  {
    name: 'a value beyond all numbers',
    body: withObservation(quantity(98765, 'mg/dL')).replace('"value":98765', '"value":1e400'),
    status: 200,
  },
  {
    name: 'a value of a million digits',
    body: withObservation(quantity(98765, 'mg/dL')).replace(
      '"value":98765',
      `"value":0.${'3'.repeat(1_000_000)}`,
    ),
    status: 200,
  },
  {
    name: 'minus nothing',
    body: withObservation(quantity(98765, 'mg/dL')).replace('"value":98765', '"value":-0'),
    status: 200,
  },
  { name: 'half a character', body: withText('"padding":"\\ud800"'), status: 200 },
  {
    name: 'half a character as user',
    body: withText('"context":{"userId":"\\udfff","patientId":"test-1"}'),
    status: 200,
  },
  {
    name: 'half a character as unit',
    body: withObservation({ valueQuantity: { value: 1, code: '@' } }).replace('"@"', '"\\ud83d"'),
    status: 200,
  },
  { name: 'NUL in a text', body: withText('"padding":"\\u0000"'), status: 200 },
  {
    name: 'NUL as patient',
    body: withText('"context":{"userId":"u","patientId":"\\u0000"}'),
    status: 400,
    code: 'invalid-field',
  },
  { name: 'NUL between tokens', body: `${text({})}\u0000`, status: 400, code: 'not-json' },
  {
    name: 'bytes that are no UTF-8',
    body: Buffer.concat([
      Buffer.from(withText('"padding":"').slice(0, -1)),
      Buffer.from([0xff, 0xc0, 0xaf]),
      Buffer.from('"}'),
    ]),
    status: 200,
  },
  { name: 'a byte order mark', body: `\ufeff${text({})}`, status: 200 },
  { name: 'NaN', body: withText('"padding":NaN'), status: 400, code: 'not-json' },
  { name: 'two values', body: `${text({})}${text({})}`, status: 400, code: 'not-json' },
  ...['utf-16', 'utf-16le', 'utf-32', 'utf-7', 'latin1'].map(
    (charset): Bomb => ({
      name: `the encoding ${charset}`,
      headers: { 'content-type': `application/json; charset=${charset}` },
      body: charset === 'utf-16le' ? Buffer.from(text({}), 'utf16le') : text({}),
      status: 415,
      code: 'unsupported-media-type',
    }),
  ),
];

export const bombs: readonly Bomb[] = [...sizes, ...shapes, ...compressed, ...names, ...values];
