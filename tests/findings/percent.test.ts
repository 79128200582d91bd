import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  frequencyWords,
  intervalWords,
  peopleFor,
  percentWords,
  pointsWords,
  ratioWords,
  toPercent,
} from '../../src/findings/percent.ts';

describe('percent for FHIR', () => {
  it.each([
    [0, 0],
    [0.0004, 0.04],
    [0.1213, 12.13],
    [0.29, 29],
    [0.95, 95],
    [1, 100],
  ])('of %d is %d', (probability, percent) => {
    expect(toPercent(probability)).toBe(percent);
  });

  it('is made by the findings room alone', () => {
    const root = resolve(import.meta.dirname, '../../src');
    const users = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /probabilityDecimal\s*:|toPercent\(/.test(readFileSync(join(root, file), 'utf8')))
      .filter((file) => !file.startsWith('findings/'));
    expect(users).toEqual([]);
  });
});

describe('a percentage in words', () => {
  it.each([
    [0, '<0.1%'],
    [0.00094, '<0.1%'],
    [0.00099, '0.1%'],
    [0.001, '0.1%'],
    [0.0343, '3.4%'],
    [0.0994, '9.9%'],
    [0.0996, '10%'],
    [0.1213, '12%'],
    [0.5, '50%'],
    [0.9949, '99%'],
    [0.996, '99.6%'],
    [0.9991, '>99.9%'],
    [1, '>99.9%'],
  ])('of %d is %s', (probability, words) => {
    expect(percentWords(probability)).toBe(words);
  });

  it('joins the ends of an interval', () => {
    expect(intervalWords(0.092, 0.16)).toBe('9.2–16%');
    expect(intervalWords(0.0002, 0.005)).toBe('<0.1–0.5%');
    expect(intervalWords(0.9992, 0.9999)).toBe('>99.9%');
  });
});

describe('a natural frequency', () => {
  it.each([
    [0, 'fewer than 1 in 1,000'],
    [0.00044, 'fewer than 1 in 1,000'],
    [0.0005, 'fewer than 1 in 1,000'],
    [0.00094, 'fewer than 1 in 1,000'],
    [0.001, '1 in 1,000'],
    [0.004, '4 in 1,000'],
    [0.0194, '19 in 1,000'],
    [0.02, '2 in 100'],
    [0.1213, '12 in 100'],
    [0.5, '50 in 100'],
    [0.9951, 'more than 99 in 100'],
    [1, 'more than 99 in 100'],
  ])('of %d is %s', (probability, words) => {
    expect(frequencyWords(probability)).toBe(words);
  });

  it.each([0.00049, 0.019996, 0.00999, 0.285, 0.93499, 0.99501])(
    'says of %d the same as when it is read back from the store',
    (probability) => {
      const stored = toPercent(probability) / 100;
      expect(frequencyWords(probability)).toBe(frequencyWords(stored));
      expect(percentWords(probability)).toBe(percentWords(stored));
    },
  );

  it('counts in the same number of people where two are compared', () => {
    expect(peopleFor(0.046, 0.015)).toBe(1000);
    expect(frequencyWords(0.046, 1000)).toBe('46 in 1,000');
    expect(peopleFor(0.12, 0.06)).toBe(100);
  });
});

describe('a ratio in words', () => {
  it.each([
    [0, 'more than 99% below that of'],
    [0.1, '90% below that of'],
    [0.449, '55% below that of'],
    [0.45, 'about half that of'],
    [0.56, '44% below that of'],
    [0.849, '15% below that of'],
    [0.85, 'similar to that of'],
    [1, 'similar to that of'],
    [1.18, 'similar to that of'],
    [1.19, '1.2 times that of'],
    [1.75, 'about twice that of'],
    [2.25, '2.3 times that of'],
    [31, '31.0 times that of'],
  ])('of %d is %s', (ratio, words) => {
    expect(ratioWords(ratio)).toBe(words);
  });
});

describe('an effect in points', () => {
  it.each([
    [0.0313, '▲ +3.1'],
    [-0.006, '▼ −0.6'],
    [0.125, '▲ +13'],
    [-0.0996, '▼ −10'],
    [0.0004, '0.0'],
    [0, '0.0'],
    [-0.0004, '0.0'],
  ])('of %d is %s', (effect, words) => {
    expect(pointsWords(effect)).toBe(words);
  });
});
