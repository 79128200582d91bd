import { describe, expect, it } from 'vitest';
import { inHorizonOrder } from '../../../../src/families/prognosis/serve/horizon-order.ts';
import type { Manifest } from '../../../../src/inference/manifest.ts';
import type { BlendAnswer } from '../../../../src/inference/runtimes/blend.ts';

const coding = (code: string) => ({ system: 'http://snomed.info/sct', code, display: code });
const later = (id: string, horizon: string | undefined, code = 'death') => ({
  id,
  coding: coding(code),
  noun: 'death',
  ...(horizon === undefined ? {} : { horizon }),
});

const manifest = (further: Manifest['further']): Manifest =>
  ({ outcome: { coding: coding('death'), horizon: 'P5Y' }, further }) as unknown as Manifest;

const risk = (value: number): BlendAnswer => ({
  predictor: 0,
  risk: value,
  low: value - 0.1,
  high: value + 0.1,
  spread: 0,
});

const held = (further: Manifest['further'], risks: Readonly<Record<string, number>>) => {
  const answers = new Map(Object.entries(risks).map(([id, value]) => [id, risk(value)]));
  const found = inHorizonOrder(manifest(further))(answers);
  return Object.fromEntries(
    [...found].map(([id, a]) => [id, [a.risk, a.low, a.high].map((x) => +x.toFixed(9))]),
  );
};

const HORIZONS = [later('y1', 'P1Y'), later('y10', 'P10Y'), later('y3', 'P3Y'), later('y7', 'P84M')];

describe('answers of one outcome at several horizons', () => {
  it('stay as they are where none is more likely earlier', () => {
    expect(held(HORIZONS, { primary: 0.5, y1: 0.1, y3: 0.3, y7: 0.6, y10: 0.8 })).toEqual({
      primary: [0.5, 0.4, 0.6],
      y1: [0.1, 0, 0.2],
      y3: [0.3, 0.2, 0.4],
      y7: [0.6, 0.5, 0.7],
      y10: [0.8, 0.7, 0.9],
    });
  });

  it('are held to each other outward from the first, which stays', () => {
    expect(held(HORIZONS, { primary: 0.5, y1: 0.7, y3: 0.6, y7: 0.4, y10: 0.45 })).toEqual({
      primary: [0.5, 0.4, 0.6],
      y1: [0.5, 0.4, 0.6],
      y3: [0.5, 0.4, 0.6],
      y7: [0.5, 0.4, 0.6],
      y10: [0.5, 0.4, 0.6],
    });
  });

  it('are not compared with other outcomes, with values, or with what has no horizon', () => {
    const others = [
      later('other', 'P1Y', 'stroke'),
      { ...later('value', 'P1Y'), unit: 'a' },
      later('now', undefined),
    ];
    expect(held(others, { primary: 0.2, other: 0.5, value: 0.6, now: 0.7 })).toMatchObject({
      other: [0.5, 0.4, 0.6],
      value: [0.6, 0.5, 0.7],
      now: [0.7, 0.6, 0.8],
    });
  });
});
