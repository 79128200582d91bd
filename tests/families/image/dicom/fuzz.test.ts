import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dicomDecoder } from '../../../../src/families/image/dicom/client.ts';
import { bytesOf, rowsOf, SAMPLES } from './manifest.ts';
import { growthOf } from './memory.ts';

/** 1,000 here and 10,000 in CI. A failure prints its seed and the smallest mutation that fails. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);
const TIMEOUT_MS = 1_800_000;
const MOST_MIB = 200;
/** Larger files spend their time in pixels, where a byte more or less is as good as any other. */
const MOST_BYTES = 20_000;

const CODES =
  /^(invalid-dicom|dicom-without-image|unsupported-dicom|unsupported-transfer-syntax|dicom-too-large)$/;

const files = rowsOf(SAMPLES)
  .map(({ file }) => bytesOf(SAMPLES, file))
  .filter(({ length }) => length <= MOST_BYTES);

/** Bytes anywhere, most of them among the elements at the beginning, and perhaps an end that is missing. */
const mutation = fc.noBias(
  fc.record({
    file: fc.nat(files.length - 1),
    bytes: fc.array(
      fc.record({
        at: fc.oneof(fc.integer({ min: 132, max: 1_600 }), fc.nat(MOST_BYTES)),
        value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff)),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    cut: fc.oneof({ arbitrary: fc.constant(null), weight: 7 }, { arbitrary: fc.nat(MOST_BYTES), weight: 1 }),
  }),
);

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutated({ file, bytes, cut }: Mutation): Uint8Array {
  const out = Uint8Array.from(files[file]!);
  for (const { at, value } of bytes) out[at % out.length] = value;
  return cut === null ? out : out.subarray(0, cut % out.length);
}

const strayed: unknown[] = [];
const stray = (cause: unknown) => strayed.push(cause);
const decoder = dicomDecoder({ workers: 1, timeoutMs: 60_000 });
beforeAll(() => {
  process.on('unhandledRejection', stray);
});
afterAll(async () => {
  process.off('unhandledRejection', stray);
  await decoder.close();
  expect(strayed).toEqual([]);
});

describe('files with bytes changed', () => {
  it(
    `give an image or a clear error, ${RUNS} times within memory`,
    async () => {
      const counts = { images: 0, errors: 0 };
      const growth = await growthOf(() =>
        fc.assert(
          fc.asyncProperty(mutation, async (given) => {
            const result = await decoder.decode(mutated(given));
            if (result.ok) {
              const { rows, columns, display } = result.value;
              expect(display.pixels.length).toBe(rows * columns * display.channels);
              counts.images++;
            } else {
              expect(result.error.code).toMatch(CODES);
              counts.errors++;
            }
          }),
          { numRuns: RUNS },
        ),
      );
      expect(Math.min(counts.images, counts.errors)).toBeGreaterThan(RUNS / 20);
      expect(growth).toBeLessThan(MOST_MIB);
    },
    TIMEOUT_MS,
  );
});
