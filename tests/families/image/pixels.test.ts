import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Augmentation, augmented } from '../../../src/families/image/pixels/augment.ts';
import { halved } from '../../../src/families/image/pixels/halve.ts';
import { type Picture, pictureOf } from '../../../src/families/image/pixels/picture.ts';
import { momentsOf, preprocessed } from '../../../src/families/image/pixels/preprocess.ts';
import { resize, toSquare } from '../../../src/families/image/pixels/resize.ts';
import { inRows } from '../../../src/families/image/pixels/words.ts';
import { seededRandom } from '../../../src/statistics/random.ts';

const drawn = (width: number, height: number, grey: (x: number, y: number) => number): Picture =>
  pictureOf(
    width,
    height,
    Uint8Array.from({ length: width * height }, (_, i) => grey(i % width, Math.floor(i / width))),
  );

/** A bright square in the upper left quarter of a dark picture. */
const square = drawn(40, 40, (x, y) => (x > 4 && x < 14 && y > 4 && y < 14 ? 200 : 30));

/** The weighted means that resizing stands for, in floating point, one axis after the other. */
function byWeights({ width: w, height: h, data }: Picture, width: number, height: number): number[] {
  const rows = Array.from({ length: h }, (_, y) => Array.from(data.subarray(y * w, (y + 1) * w)));
  const turned = (lines: number[][]) => lines[0]!.map((_, i) => lines.map((line) => line[i]!));
  const across = rows.map((row) => lineByWeights(row, width));
  return turned(turned(across).map((column) => lineByWeights(column, height))).flat();
}

function lineByWeights(line: readonly number[], to: number): number[] {
  const scale = line.length / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const weights = line.map((_, x) => Math.max(0, 1 - Math.abs(x - (i + 0.5) * scale + 0.5) / reach));
    const total = weights.reduce((a, b) => a + b, 0);
    return line.reduce((sum, grey, x) => sum + grey * weights[x]!, 0) / total;
  });
}

describe('resizing', () => {
  it('keeps a picture of one grey as it is, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(255),
        (w, h, grey) => {
          const out = resize(
            drawn(w, h, () => grey),
            17,
            23,
          );
          expect([out.width, out.height, ...new Set(out.data)]).toEqual([17, 23, grey]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('averages what it makes smaller: a fine chequerboard becomes grey, not black or white', () => {
    const chequers = drawn(128, 128, (x, y) => ((x + y) % 2 ? 255 : 0));
    const { data } = resize(chequers, 16, 16);
    for (const grey of data) expect(Math.abs(grey - 127.5)).toBeLessThan(8);
  });

  it('goes straight between the pixels of what it makes larger', () => {
    const { data } = resize(
      drawn(2, 1, (x) => (x ? 200 : 0)),
      4,
      1,
    );
    expect([...data]).toEqual([0, 50, 150, 200]);
  });

  it('gives what the weights say, to two grey levels even of noise, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 11, max: 60 }),
        fc.integer({ min: 11, max: 60 }),
        fc.integer(),
        (w, h, width, height, seed) => {
          const noise = seededRandom(seed);
          const picture = drawn(w, h, () => Math.floor(256 * noise()));
          const expected = byWeights(picture, width, height);
          resize(picture, width, height).data.forEach((grey, i) => {
            expect(Math.abs(grey - expected[i]!)).toBeLessThan(2.5);
          });
        },
      ),
    );
  });

  it('halves what is much too large, and shows the same to a few grey levels', () => {
    const waves = drawn(351, 451, (x, y) => Math.round(128 + 60 * Math.sin(x / 60) + 60 * Math.cos(y / 50)));
    const expected = byWeights(waves, 40, 50);
    resize(waves, 40, 50).data.forEach((grey, i) => {
      expect(Math.abs(grey - expected[i]!)).toBeLessThan(2);
    });
  });

  it('halves by rounded means of four pixels, whatever the width and wherever in a buffer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 21 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer(),
        (width, height, offset, seed) => {
          const noise = seededRandom(seed);
          const all = Uint8Array.from({ length: width * height + offset }, () => Math.floor(256 * noise()));
          const data = all.subarray(offset);
          const half = halved(inRows({ width, height, data }));
          const bytes = new Uint8Array(half.words.buffer);
          expect([half.width, half.height]).toEqual([width >> 1, height >> 1]);
          for (let y = 0; y < half.height; y++) {
            for (let x = 0; x < half.width; x++) {
              const [a, b] = [2 * y * width + 2 * x, (2 * y + 1) * width + 2 * x];
              const sum = data[a]! + data[a + 1]! + data[b]! + data[b + 1]!;
              expect(bytes[4 * half.rowAt(y) + x]).toBe((sum + 2) >> 2);
            }
          }
        },
      ),
    );
  });

  it('does not depend on where in a buffer a picture lies', () => {
    const { width, height, data } = drawn(21, 19, (x, y) => (x * 37 + y * 91) % 256);
    const moved = new Uint8Array(data.length + 3);
    moved.set(data, 3);
    const elsewhere = pictureOf(width, height, moved.subarray(3));
    expect(resize(elsewhere, 8, 9)).toEqual(resize({ width, height, data }, 8, 9));
  });

  it('makes a square by stretching, by black bars or by cutting', () => {
    const wide = drawn(80, 40, (x) => (x < 40 ? 100 : 200));
    expect(toSquare(wide, 20, 'stretch').data.filter((g) => g === 0)).toHaveLength(0);
    const padded = toSquare(wide, 20, 'pad');
    expect([...padded.data.subarray(0, 100)].every((g) => g === 0)).toBe(true);
    expect(padded.data[20 * 10]).toBe(100);
    const cut = toSquare(wide, 20, 'crop');
    expect([cut.data[0], cut.data[19]]).toEqual([100, 200]);
  });
});

describe('normalising', () => {
  it('by fixed numbers gives what a network was trained with', () => {
    const numbers = preprocessed(
      drawn(16, 16, (x) => (x ? 255 : 0)),
      { side: 16, fit: 'stretch', normalise: { kind: 'fixed', mean: 0.5, deviation: 0.5 } },
    );
    expect([numbers[0], numbers[1]]).toEqual([-1, 1]);
  });

  it('by its own mean and deviation does not see how light a picture is, or how strong its contrast', () => {
    const own = { side: 40, fit: 'stretch', normalise: { kind: 'own' } } as const;
    const darker = { ...square, data: square.data.map((g) => 10 + g / 2) };
    const [a, b] = [preprocessed(square, own), preprocessed(darker, own)];
    expect(Math.max(...a.map((v, i) => Math.abs(v - b[i]!)))).toBeLessThan(0.02);
    expect(
      momentsOf(
        preprocessed(
          drawn(40, 40, (x, y) => x + y),
          own,
        ),
      ).deviation,
    ).toBeCloseTo(0.5, 2);
  });

  it('does not blow a blank picture up to noise', () => {
    const blank = drawn(16, 16, (x, y) => (x === 3 && y === 3 ? 101 : 100));
    const numbers = preprocessed(blank, { side: 16, fit: 'stretch', normalise: { kind: 'own' } });
    expect(Math.max(...numbers)).toBeLessThan(0.6);
  });
});

const NOTHING: Augmentation = {
  rotation: 0,
  shift: 0,
  zoom: 0,
  stretch: 0,
  flip: false,
  gamma: 0,
  contrast: 0,
  brightness: 0,
  blur: 0,
};

/** Where the bright part is, on average. */
function brightAt({ width, data }: Picture): [number, number] {
  let [sum, x, y] = [0, 0, 0];
  data.forEach((grey, i) => {
    if (grey < 100) return;
    sum++;
    x += i % width;
    y += Math.floor(i / width);
  });
  return [x / sum, y / sum];
}

const manyOf = (change: Partial<Augmentation>) => {
  const random = seededRandom(5);
  return Array.from({ length: 60 }, () => augmented(square, { ...NOTHING, ...change }, random));
};

describe('augmentation', () => {
  it('by nothing leaves a picture as it is', () => {
    expect(augmented(square, NOTHING, seededRandom(1))).toEqual(square);
  });

  it('is the same for the same seed and differs from one to the next', () => {
    const by = { ...NOTHING, rotation: 10, gamma: 0.5 };
    const twice = [seededRandom(3), seededRandom(3)].map((random) => augmented(square, by, random));
    expect(twice[0]).toEqual(twice[1]);
    expect(augmented(square, by, seededRandom(4))).not.toEqual(twice[0]);
  });

  it('shifts by at most its share of the side, in both directions', () => {
    const [x0, y0] = brightAt(square);
    const moves = manyOf({ shift: 0.1 }).flatMap((p) => [brightAt(p)[0] - x0, brightAt(p)[1] - y0]);
    expect(Math.max(...moves)).toBeLessThanOrEqual(4.5);
    expect(Math.max(...moves)).toBeGreaterThan(2);
    expect(Math.min(...moves)).toBeLessThan(-2);
  });

  it('turns by at most its degrees, about the middle', () => {
    const [x0, y0] = brightAt(square).map((v) => v - 19.5);
    const angles = manyOf({ rotation: 15 }).map((p) => {
      const [x, y] = brightAt(p).map((v) => v - 19.5);
      return ((Math.atan2(y!, x!) - Math.atan2(y0!, x0!)) * 180) / Math.PI;
    });
    expect(Math.max(...angles.map(Math.abs))).toBeLessThan(17);
    expect(Math.max(...angles)).toBeGreaterThan(8);
    expect(Math.min(...angles)).toBeLessThan(-8);
  });

  it('makes larger and smaller by zoom', () => {
    const sizes = manyOf({ zoom: 0.2 }).map(({ data }) => data.filter((g) => g > 115).length);
    expect(Math.min(...sizes)).toBeLessThan(70);
    expect(Math.max(...sizes)).toBeGreaterThan(95);
  });

  it('exchanges left and right only where it may', () => {
    const right = (change: Partial<Augmentation>) => manyOf(change).filter((p) => brightAt(p)[0] > 20).length;
    expect(right({ flip: false })).toBe(0);
    expect(right({ flip: true })).toBeGreaterThan(15);
    expect(right({ flip: true })).toBeLessThan(45);
  });

  it('changes grey levels and leaves their order', () => {
    for (const { data } of manyOf({ gamma: 0.6, contrast: 0.2, brightness: 0.05 })) {
      expect(data[9 * 40 + 9]!).toBeGreaterThan(data[39 * 40 + 39]!);
      expect(new Set(data).size).toBe(2);
    }
  });

  it('blurs its share of the pictures', () => {
    const soft = manyOf({ blur: 0.5 }).filter(({ data }) => new Set(data).size > 2).length;
    expect(soft).toBeGreaterThan(15);
    expect(soft).toBeLessThan(45);
  });
});
