import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_LIMITS, dicomDecoder } from '../src/families/image/dicom/client.ts';
import { CODECS } from '../src/families/image/dicom/codecs/index.ts';
import { elementOf } from '../src/families/image/dicom/elements.ts';
import { encapsulatedFrame } from '../src/families/image/dicom/frames.ts';
import { readGeometry } from '../src/families/image/dicom/geometry.ts';
import { parseDicom } from '../src/families/image/dicom/parse.ts';
import { unwrap } from '../src/kernel/result.ts';

// A DICOM file decoded in a thread with limits against the bare codec on its codestream. See README.md.

const SAMPLES = resolve(import.meta.dirname, '../tests/families/image/dicom/samples/files');
const FILES: readonly (readonly [title: string, file: string])[] = [
  ['RLE, 512 × 512, 1 bit', 'pydicom-data/liver_rle.dcm'],
  ['JPEG 12 bits, 512 × 512', 'cswado/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm'],
  [
    'JPEG Lossless, 512 × 512, 16 bits',
    'dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_lossless.57.dcm',
  ],
  [
    'JPEG-LS, 512 × 512, 16 bits',
    'dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_ls.80.dcm',
  ],
  ['JPEG 2000, 400 × 400, colour', 'pydicom/test_files/GDCMJ2K_TextGBR.dcm'],
  ['HTJ2K, 640 × 480, colour', 'pydicom-data/HTJ2KLossless_08_RGB.dcm'],
];

const ROUNDS = 15;
const ROUND_MS = 60;

type Work = () => Promise<unknown>;

const decoder = dicomDecoder({ workers: 1, timeoutMs: 60_000 });
for (const [title, file] of FILES) {
  const bytes = readFileSync(resolve(SAMPLES, file));
  await compareFile(title, async () => unwrap(await decoder.decode(bytes)), bareCodec(bytes));
}
await decoder.close();

/** The codec alone, on a codestream that was found before. */
function bareCodec(bytes: Uint8Array): Work {
  const { set, syntax } = unwrap(parseDicom(bytes, DEFAULT_LIMITS));
  const geometry = unwrap(readGeometry(set, DEFAULT_LIMITS));
  const codestream = unwrap(encapsulatedFrame(set, elementOf(set, 'PixelData')!, geometry, 0));
  const { coding } = syntax;
  if (coding === 'native') throw new Error('this file has no codestream');
  return async () => CODECS[coding](codestream, geometry);
}

async function compareFile(title: string, kairos: Work, bare: Work): Promise<void> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++)
    for (const [i, work] of [kairos, bare].entries()) {
      const ms = await timeOf(work);
      if (round > 0) times[i]!.push(ms);
    }
  const [own, other] = times.map(median) as [number, number];
  const columns = [
    title.padEnd(36),
    `decoder ${own.toFixed(2)} ms/frame`.padEnd(28),
    `bare codec ${other.toFixed(2)} ms/frame`.padEnd(32),
    `ratio ${(other / own).toFixed(2)} (baseline / kairos)`,
  ];
  process.stdout.write(`${columns.join('')}\n`);
}

/** Milliseconds of one run, from as many runs as fit in a round. */
async function timeOf(work: Work): Promise<number> {
  const start = performance.now();
  let runs = 0;
  do {
    await work();
    runs++;
  } while (performance.now() - start < ROUND_MS);
  return (performance.now() - start) / runs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
