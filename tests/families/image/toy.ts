import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DicomImage } from '../../../src/families/image/dicom/types.ts';
import type { Network } from '../../../src/families/image/networks/network.ts';
import { exportNetwork } from '../../../src/families/image/onnx/export.ts';
import { hashOf, loadModels, type ModelRegistry } from '../../../src/inference/registry.ts';
import { unwrap } from '../../../src/kernel/result.ts';

export const SIDE = 32;
export const LABELS = ['normal', 'bacteria', 'virus'];

/**
 * A network whose numbers one can follow: one channel is lit by what is white, the other by what is black. White
 * speaks for "bacteria" and half as much for "virus", black for "normal".
 */
export const TOY: Network = {
  input: [SIDE, SIDE, 1],
  layers: [
    {
      name: 'light',
      kind: 'conv',
      stride: 2,
      kernel: { shape: [1, 1, 1, 2], data: Float32Array.of(3, -3) },
      bias: new Float32Array(2),
    },
  ],
  head: {
    kernel: { shape: [2, 3], data: Float32Array.of(0, 4, 2, 1, 0, 0) },
    bias: Float32Array.of(0.5, 0, 0.25),
  },
};

const coding = (code: string, display: string) => ({ system: 'http://snomed.info/sct', code, display });

type Json = Record<string, unknown>;

/** A manifest of the toy network; `change` replaces whole members, `image` members of `image`. */
export function toyManifest(name: string, file: Uint8Array, change: Json = {}, image: Json = {}): Json {
  return {
    name,
    version: '1.0.0',
    family: 'image',
    runtime: 'onnx',
    title: { en: 'White spots' },
    wording: { noun: 'pneumonia', verb: 'have pneumonia' },
    outcome: { coding: coding('233604007', 'Pneumonia'), present: true },
    further: [
      { id: 'bacterial-pneumonia', coding: coding('53084003', 'Bacterial pneumonia'), noun: 'bacterial' },
    ],
    inputs: [
      { concept: 'chest-radiograph', required: true },
      { concept: 'age', required: true },
    ],
    applicability: { age: { min: 1, max: 5 } },
    image: {
      network: { file: 'network.onnx', channels: 1, logits: 'logits', maps: 'maps' },
      preprocess: { side: SIDE, fit: 'stretch', normalise: { kind: 'fixed', mean: 0.5, deviation: 0.5 } },
      labels: LABELS,
      findings: [
        { id: 'pneumonia', of: ['bacteria', 'virus'], against: ['normal'] },
        { id: 'bacterial-pneumonia', of: ['bacteria'], against: ['virus'], within: 'pneumonia' },
      ],
      gate: { modality: ['DX', 'CR'], bodyPart: ['CHEST'], view: ['PA', 'AP'] },
      ...image,
    },
    thresholds: [
      { below: 0.5, risk: 'low' },
      { risk: 'high', indicator: 'warning' },
    ],
    artifacts: { 'network.onnx': hashOf(Buffer.from(file)) },
    training: { data: ['none'], licence: 'none', command: 'none' },
    intendedUse: {
      purpose: 'tests',
      users: 'tests',
      population: 'none',
      outOfScope: ['everything'],
      limits: ['all'],
      regulatoryStatus: 'none',
    },
    services: ['imaging-patient-view'],
    ...change,
  };
}

export interface ToyModel {
  readonly name: string;
  readonly file?: Uint8Array;
  readonly change?: Json;
  readonly image?: Json;
}

/** A registry of model folders in a temporary directory. */
export async function toyRegistry(...models: readonly ToyModel[]): Promise<ModelRegistry> {
  const root = mkdtempSync(join(tmpdir(), 'kairos-image-'));
  for (const { name, file = exportNetwork(TOY), change, image } of models) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'network.onnx'), file);
    writeFileSync(join(root, name, 'manifest.json'), JSON.stringify(toyManifest(name, file, change, image)));
  }
  return unwrap(await loadModels(root));
}

/** A grey film of a child; `grey` gives the level of each pixel. */
export function film(
  grey: (x: number, y: number) => number,
  change: Partial<DicomImage> = {},
  [columns, rows]: readonly [number, number] = [96, 80],
): DicomImage {
  const pixels = Uint8Array.from({ length: columns * rows }, (_, i) =>
    grey(i % columns, Math.floor(i / columns)),
  );
  return {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1',
    sopInstanceUid: '1.2.3.4',
    studyInstanceUid: '1.2.3',
    seriesInstanceUid: '1.2.3.1',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    modality: 'DX',
    bodyPartExamined: 'CHEST',
    viewPosition: 'PA',
    viewMeaning: undefined,
    laterality: undefined,
    patientOrientation: [],
    patientAgeYears: undefined,
    photometricInterpretation: 'MONOCHROME2',
    rows,
    columns,
    frameCount: 1,
    frame: 0,
    pixelAspectRatio: 1,
    burnedInAnnotation: 'no',
    imageType: ['ORIGINAL', 'PRIMARY'],
    presentationIntentType: 'FOR PRESENTATION',
    stored: { samples: pixels, samplesPerPixel: 1, bits: 8, signed: false, colour: 'grey' },
    display: { pixels, channels: 1, contrast: 'window' },
    ...change,
  };
}

/** Black, with a white square of 16 pixels in the upper left. */
export const spotted = (x: number, y: number): number => (x >= 8 && x < 24 && y >= 6 && y < 22 ? 255 : 20);
