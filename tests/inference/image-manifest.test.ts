import { describe, expect, it } from 'vitest';
import { imageSchema } from '../../src/inference/image-manifest.ts';

const image = (change: Record<string, unknown> = {}) => ({
  network: { file: 'network.onnx', channels: 3 },
  preprocess: { side: 224, fit: 'pad', normalise: { kind: 'own' } },
  labels: ['normal', 'fracture'],
  findings: [{ id: 'fracture', of: ['fracture'], against: ['normal'] }],
  gate: { modality: ['DX'] },
  ...change,
});

const messagesOf = (change: Record<string, unknown>): string[] =>
  imageSchema.safeParse(image(change)).error?.issues.map(({ message }) => message) ?? [];

describe('what a manifest says of pictures', () => {
  it('has defaults that suppose nothing of the picture', () => {
    const { network, findings, gate } = imageSchema.parse(image());
    expect(network.logits).toBe('logits');
    expect(findings[0]!.calibration).toEqual({ slope: 1, intercept: 0 });
    expect(gate).toEqual({ modality: ['DX'], bodyPart: [], view: [], minSide: 64, minDeviation: 4 });
  });

  it('normalises red, green and blue by numbers of their own where the network has three channels', () => {
    const normalise = { kind: 'channels', mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
    const preprocess = { side: 224, fit: 'pad', normalise };
    expect(messagesOf({ preprocess })).toEqual([]);
    expect(messagesOf({ preprocess, network: { file: 'network.onnx', channels: 1 } })).toEqual([
      'numbers for red, green and blue need a network of 3 channels',
    ]);
  });

  it('names labels that are there, and findings that come before', () => {
    expect(messagesOf({ findings: [{ id: 'fracture', of: ['break'] }] })).toEqual([
      'there is no label "break"',
    ]);
    const within = { id: 'old', of: ['fracture'], within: 'fracture' };
    const fracture = { id: 'fracture', of: ['fracture'] };
    expect(messagesOf({ findings: [fracture, within] })).toEqual([]);
    expect(messagesOf({ findings: [within, fracture] })).toEqual([
      'no finding before it has the id "fracture"',
    ]);
  });
});
