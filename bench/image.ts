import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type DicomImage, dicomDecoder, openImageModels } from '../src/families/image/index.ts';
import { openEngines } from '../src/families/image/serve/engines.ts';
import { estimatesOf } from '../src/families/image/serve/findings.ts';
import { openNetwork } from '../src/families/image/serve/network.ts';
import { pictureThreads, rasterOf } from '../src/families/image/serve/pictures.ts';
import { unwrap } from '../src/kernel/result.ts';
import { benchRegistry, SIDE } from './image/model.ts';

// A picture from its DICOM file to a finding, against ONNX Runtime alone on the same numbers. See README.md.

const FILE = resolve(
  import.meta.dirname,
  '../tests/families/image/dicom/samples/files/dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_lossless.57.dcm',
);
/** Of decoded pictures, in pixels: that of the file, a child's film, a digital radiograph. */
const SIZES = [
  [512, 512],
  [1300, 1000],
  [2500, 2048],
] as const;
const ROUNDS = 5;
const PICTURES = 6;

type Work = () => Promise<unknown>;

const registry = await benchRegistry();
const [loaded] = registry.models;
const settings = loaded!.manifest.image!;
const decoder = dicomDecoder({ workers: 1 });
const pictures = pictureThreads(1);
const onnx = openEngines('onnx', 1);
const tfjs = openEngines('tfjs', 1);
const models = unwrap(await openImageModels(registry, { workers: 1 }));
const network = unwrap(await openNetwork(settings, onnx.computeFor(loaded!).compute));
const tensorFlow = unwrap(await openNetwork(settings, tfjs.computeFor(loaded!).compute));

const bytes = readFileSync(FILE);
const decoded = unwrap(await decoder.decode(bytes));
const numbers = Float32Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i / 9));
const way = { preprocess: settings.preprocess, channels: settings.network.channels };

const decode: Work = () => decoder.decode(bytes);
const tensor = new Tensor('float32', numbers, [1, settings.network.channels, SIDE, SIDE]);
const session = await InferenceSession.create(loaded!.artifacts.get(settings.network.file)!, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});
/** The library in this thread, as the threads of Kairos use it, with the same outputs. */
const alone: Work = () => session.run({ [session.inputNames[0]!]: tensor });

async function predict(image: DicomImage) {
  const { inputs } = unwrap(await pictures.look(rasterOf(image), [way]));
  return estimatesOf(unwrap(await network.run(inputs[0]!)).logits, settings);
}

const analyse = async (image: DicomImage) =>
  unwrap(await models.models[0]!.analyse({ image, study: 'ImagingStudy/bench' }));

for (const together of [1, 3]) {
  print(together === 1 ? 'One picture after the other' : `\n${together} pictures at a time`);
  await compare('decode', together, decode);
  await compare('the network in a thread of Kairos', together, async () =>
    unwrap(await network.run(numbers)),
  );
  for (const [width, height] of SIZES) {
    const image = enlarged(width, height);
    await compare(`predict, decoded, ${width} × ${height}`, together, () => predict(image));
    await compare(`predict and explain, decoded, ${width} × ${height}`, together, () => analyse(image));
  }
  await compare('decode, predict and explain', together, async () =>
    analyse(unwrap(await decoder.decode(bytes))),
  );
  await compare('the network in TensorFlow.js (WASM)', together, async () =>
    unwrap(await tensorFlow.run(numbers)),
  );
}
await session.release();
await Promise.all([decoder.close(), pictures.close(), onnx.close(), tfjs.close(), models.close()]);

/** The decoded picture as large as others are. */
function enlarged(width: number, height: number): DicomImage {
  const { rows, columns, display } = decoded;
  // As a decoding thread gives them.
  const pixels = new Uint8Array(new SharedArrayBuffer(width * height));
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    pixels[i] =
      display.pixels[Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)]!;
  }
  return { ...decoded, rows: height, columns: width, display: { ...display, pixels } };
}

/** Median of the time of some work and of ONNX Runtime alone, which take turns. */
async function compare(title: string, together: number, work: Work): Promise<void> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    // Alone it has one thread, and one picture at a time.
    for (const [i, ms] of [await timeOf(work, together), await timeOf(alone, 1)].entries())
      if (round > 0) times[i]!.push(ms);
  }
  const [own, other] = times.map(median) as [number, number];
  const columns = [
    title.padEnd(44),
    `${own.toFixed(1)} ms/picture, ${(1000 / own).toFixed(0)}/s`.padEnd(28),
    `ONNX Runtime alone ${other.toFixed(1)} ms, ${(1000 / other).toFixed(0)}/s`.padEnd(38),
    `ratio ${(other / own).toFixed(2)} (baseline / kairos)`,
  ];
  print(columns.join(''));
}

/** Milliseconds for each of some pictures, so many of which are under way at the same time. */
async function timeOf(work: Work, together: number): Promise<number> {
  let left = PICTURES;
  const next = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: together }, next));
  return (performance.now() - start) / PICTURES;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
