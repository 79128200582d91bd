import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportNetwork } from '../../src/families/image/onnx/export.ts';
import { hashOf, loadModels, type ModelRegistry } from '../../src/inference/registry.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { mobileNet } from './mobilenet.ts';

export const SIDE = 224;

const finding = { system: 'http://snomed.info/sct', code: '404684003', display: 'Clinical finding' };

/** A registry of one model of CT pictures, from a folder that is there only as long as this takes. */
export async function benchRegistry(): Promise<ModelRegistry> {
  const root = mkdtempSync(join(tmpdir(), 'kairos-bench-image-'));
  const network = exportNetwork(mobileNet());
  mkdirSync(join(root, 'bench'));
  writeFileSync(join(root, 'bench', 'network.onnx'), network);
  writeFileSync(join(root, 'bench', 'manifest.json'), JSON.stringify(manifestFor(network)));
  const registry = unwrap(await loadModels(root));
  rmSync(root, { recursive: true });
  return registry;
}

const manifestFor = (network: Uint8Array) => ({
  name: 'bench',
  version: '1.0.0',
  family: 'image',
  runtime: 'onnx',
  title: { en: 'Benchmark' },
  wording: { noun: 'finding', verb: 'have it' },
  outcome: { coding: finding, present: true },
  inputs: [{ concept: 'medical-image', required: true }],
  image: {
    network: { file: 'network.onnx', maps: 'maps' },
    preprocess: { side: SIDE, fit: 'stretch', normalise: { kind: 'own' } },
    labels: ['a', 'b', 'c'],
    findings: [{ id: 'finding', of: ['b', 'c'], against: ['a'] }],
    gate: { modality: ['CT'] },
  },
  thresholds: [{ risk: 'low' }],
  artifacts: { 'network.onnx': hashOf(Buffer.from(network)) },
  training: { data: [], licence: 'none', command: 'none' },
  intendedUse: {
    purpose: 'to measure',
    users: 'none',
    population: 'none',
    outOfScope: ['everything'],
    limits: ['it has learned nothing'],
    regulatoryStatus: 'none',
  },
});
