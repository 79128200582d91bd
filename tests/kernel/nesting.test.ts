import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyond, nestingExceeds } from '../../src/kernel/nesting.ts';

const exceeds = (json: string, limit: number) => nestingExceeds(Buffer.from(json), limit);

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value as object).map(depthOf))
    : 0;

describe('nestingExceeds', () => {
  it('counts objects and arrays', () => {
    expect(exceeds('[[{"a":[]}]]', 4)).toBe(false);
    expect(exceeds('[[{"a":[]}]]', 3)).toBe(true);
  });

  it('ignores brackets inside strings, escaped quotes included', () => {
    expect(exceeds(JSON.stringify({ a: '[[[[', b: '\\"{{{{', c: '\\\\', d: '"[[[' }), 1)).toBe(false);
  });

  it('agrees with the depth of any parsed JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 8 }), (value, limit) => {
        expect(exceeds(JSON.stringify(value), limit)).toBe(
          depthOf(JSON.parse(JSON.stringify(value))) > limit,
        );
      }),
    );
  });

  it('ends on text that is cut off inside a string', () => {
    expect(exceeds('{"a":"never closed', 5)).toBe(false);
    expect(exceeds('["\\', 5)).toBe(false);
  });
});

describe('beyond', () => {
  const what = (json: string, depth: number, values: number) => beyond(Buffer.from(json), { depth, values });

  it('counts values by what comes before them', () => {
    expect([what('[1,2,3]', 9, 3), what('[1,2,3]', 9, 2)]).toEqual([undefined, 'values']);
    expect([what('{"a":{},"b":[]}', 9, 4), what('{"a":{},"b":[]}', 9, 3)]).toEqual([undefined, 'values']);
    expect(what('["a,b,c,[,{,"]', 9, 1)).toBeUndefined();
  });

  it('says what comes first', () => {
    expect([what('[[[1,2]]]', 2, 9), what('[1,2,[[[[]]]]]', 3, 2)]).toEqual(['depth', 'values']);
  });
});
