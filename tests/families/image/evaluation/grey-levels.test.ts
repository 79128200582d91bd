import { describe, expect, it } from 'vitest';
import {
  byGreyLevels,
  fitGreyLevels,
  greyLevels,
} from '../../../../src/families/image/evaluation/grey-levels.ts';
import { pictureOf } from '../../../../src/families/image/pixels/picture.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

const random = seededRandom(3);
const noise = (mean: number, spread: number) =>
  pictureOf(
    16,
    16,
    Uint8Array.from({ length: 256 }, () => mean + spread * (random() - 0.5)),
  );

describe('grey levels of a picture', () => {
  it('are what they are called', () => {
    const halves = pictureOf(4, 2, Uint8Array.of(0, 0, 0, 0, 200, 200, 200, 200));
    expect(greyLevels(halves)).toEqual([100, 100, 0, 1, 0, 0, 0, 200, 200]);
  });

  it('of one grey are no numbers that are none', () => {
    expect(greyLevels(pictureOf(2, 2, new Uint8Array(4).fill(7)))).toEqual([7, 0, 0, 0, 7, 7, 7, 7, 7]);
  });

  it('tell apart what differs in them, and not what is the same', () => {
    const pictures = Array.from({ length: 60 }, (_, i) => noise(i % 2 ? 120 : 110, 40));
    const byBrightness = fitGreyLevels(
      pictures,
      pictures.map((_, i) => i % 2),
    );
    expect(byGreyLevels(noise(120, 40), byBrightness)).toBeGreaterThan(0.7);
    expect(byGreyLevels(noise(110, 40), byBrightness)).toBeLessThan(0.3);
    const byChance = fitGreyLevels(
      pictures,
      pictures.map((_, i) => Number(i % 4 < 2)),
    );
    expect(Math.abs(byGreyLevels(noise(115, 40), byChance) - 0.5)).toBeLessThan(0.35);
  });
});
