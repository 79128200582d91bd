import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsBetween } from '../../src/inference/equation-reference.ts';

type Values = Readonly<Record<'a' | 'b' | 'c', number>>;

const sum = (parts: Record<string, number>) => Object.values(parts).reduce((total, part) => total + part, 0);

const ORDERS: readonly (readonly (keyof Values)[])[] = [
  ['a', 'b', 'c'],
  ['a', 'c', 'b'],
  ['b', 'a', 'c'],
  ['b', 'c', 'a'],
  ['c', 'a', 'b'],
  ['c', 'b', 'a'],
];

/** By definition: the mean of what a variable changes, over all orders. */
function shapley(
  predictor: (v: Values) => number,
  person: Values,
  reference: Values,
  of: keyof Values,
): number {
  const changes = ORDERS.map((order) => {
    const before = { ...reference };
    for (const name of order.slice(0, order.indexOf(of))) before[name] = person[name];
    return predictor({ ...before, [of]: person[of] }) - predictor(before);
  });
  return changes.reduce((total, change) => total + change, 0) / ORDERS.length;
}

const value = fc.double({ min: -5, max: 5, noNaN: true });
const values: fc.Arbitrary<Values> = fc.record({ a: value, b: value, c: value });

describe('parts between a person and a reference', () => {
  it('are the Shapley values of a predictor with interactions of two', () => {
    const predictor = ({ a, b, c }: Values) => 1 + 2 * a - b ** 2 + a * b - 3 * b * c + Math.max(a, 0) * c;
    fc.assert(
      fc.property(values, values, (person, reference) => {
        const parts = partsBetween(predictor, person, reference);
        for (const name of ['a', 'b', 'c'] as const)
          expect(parts[name]).toBeCloseTo(shapley(predictor, person, reference, name), 9);
      }),
    );
  });

  it('add up for every predictor', () => {
    const predictor = ({ a, b, c }: Values) => Math.exp(a / 5) * b * c;
    fc.assert(
      fc.property(values, values, (person, reference) => {
        const parts = partsBetween(predictor, person, reference);
        expect(sum(parts)).toBeCloseTo(predictor(person) - predictor(reference), 9);
      }),
    );
  });

  it('are nothing where nothing differs', () => {
    const same = { a: 1, b: 2, c: 3 };
    expect(partsBetween(({ a, b, c }: Values) => a * b + c, same, same)).toEqual({ a: 0, b: 0, c: 0 });
  });
});
