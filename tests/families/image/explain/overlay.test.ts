import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { colourOf, coverOf } from '../../../../src/families/image/explain/colours.ts';
import { type HeatMap, placementOf } from '../../../../src/families/image/explain/heat-map.ts';
import { explainedPicture } from '../../../../src/families/image/explain/overlay.ts';
import { pictureOf } from '../../../../src/families/image/pixels/picture.ts';
import type { Fit } from '../../../../src/families/image/pixels/resize.ts';

const drawn = (width: number, height: number, grey: (x: number, y: number) => number) =>
  pictureOf(
    width,
    height,
    Uint8Array.from({ length: width * height }, (_, i) => grey(i % width, Math.floor(i / width))),
  );

/** Warm in the upper left quarter. */
const HEAT: HeatMap = { rows: 2, columns: 2, values: Float32Array.of(4, -1, -3, 0) };

function shown(width: number, height: number, { aspect = 1, fit = 'stretch' as Fit, heat = HEAT } = {}) {
  const picture = drawn(width, height, (x) => (x < width / 2 ? 60 : 180));
  const explained = explainedPicture(picture, aspect, heat, placementOf(width, height * aspect, fit));
  const { data, ...png } = decode(explained.png);
  const at = (x: number, y: number) => {
    const start = 3 * (Math.floor(y * png.height) * png.width + Math.floor(x * png.width));
    return [...data.slice(start, start + 3)];
  };
  return { ...explained, png, at };
}

const isGrey = ([red, green, blue]: number[]) => red === green && green === blue;

describe('the picture with its heat', () => {
  it('is the picture where it is cold, and in colours where it is warm', () => {
    const { at, png } = shown(100, 80);
    expect(png).toMatchObject({ width: 100, height: 80, channels: 3, depth: 8 });
    expect(at(0.1, 0.9)).toEqual([60, 60, 60]);
    expect(at(0.9, 0.1)).toEqual([180, 180, 180]);
    const [red, green, blue] = at(0.05, 0.05);
    expect(red! > green! && green! > blue!).toBe(true);
  });

  it('is at most 512 pixels long, with the proportions of the patient, and never larger than it was', () => {
    const sizeOf = ({ width, height }: { width: number; height: number }) => [width, height];
    expect(sizeOf(shown(2000, 1000))).toEqual([512, 256]);
    expect(sizeOf(shown(600, 900))).toEqual([341, 512]);
    expect(sizeOf(shown(100, 80, { aspect: 2 }))).toEqual([100, 160]);
    expect(sizeOf(shown(64, 64))).toEqual([64, 64]);
  });

  it('is the part that the network saw', () => {
    const cut = shown(300, 100, { fit: 'crop' });
    expect([cut.width, cut.height]).toEqual([100, 100]);
    expect([cut.at(0.1, 0.9), cut.at(0.9, 0.9)]).toEqual([
      [60, 60, 60],
      [180, 180, 180],
    ]);
    const whole = shown(300, 100, { fit: 'pad' });
    expect([whole.width, whole.height]).toEqual([300, 100]);
    expect(isGrey(whole.at(0.1, 0.05))).toBe(false);
    expect(isGrey(whole.at(0.9, 0.05))).toBe(true);
  });

  it('has no colour where nothing speaks for the finding', () => {
    const { at, description } = shown(50, 50, {
      heat: { rows: 1, columns: 2, values: Float32Array.of(-1, 0) },
    });
    expect([at(0.1, 0.5), at(0.9, 0.5)]).toEqual([
      [60, 60, 60],
      [180, 180, 180],
    ]);
    expect(description).toBe('no part of the picture speaks for it');
  });
});

describe('the colours', () => {
  it('become lighter all the way, so that their order is seen without colours as well', () => {
    const lightness = Array.from({ length: 21 }, (_, i) => {
      const [red, green, blue] = colourOf(i / 20);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(lightness).toEqual(lightness.toSorted((a, b) => a - b));
    expect(lightness.at(-1)! - lightness[0]!).toBeGreaterThan(80);
  });

  it('cover more where it is warmer, nothing where it is cold, and never the whole picture', () => {
    const covers = Array.from({ length: 21 }, (_, i) => coverOf(i / 20));
    expect(covers).toEqual(covers.toSorted((a, b) => a - b));
    expect([covers[0], covers[6]]).toEqual([0, 0]);
    expect(covers[20]).toBeGreaterThan(0.5);
    expect(covers[20]).toBeLessThan(0.8);
  });
});
