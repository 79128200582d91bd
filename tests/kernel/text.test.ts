import { describe, expect, it } from 'vitest';
import { shorten } from '../../src/kernel/text.ts';

describe('a shortened text', () => {
  const long = 'one two three '.repeat(20);

  it('is the text itself when that is short enough', () => {
    expect(shorten('x'.repeat(139), 139)).toBe('x'.repeat(139));
  });

  it.each([long, 'x'.repeat(300), '🩸'.repeat(140), `${'🩸'.repeat(100)} ${'🩸'.repeat(100)}`])(
    'has at most the limit in code points, whole ones, and an ellipsis',
    (text) => {
      const short = shorten(text, 139);
      expect([...short].length).toBeLessThanOrEqual(139);
      expect(short.endsWith('…')).toBe(true);
      expect(short.isWellFormed()).toBe(true);
      expect(text.startsWith(short.slice(0, -1))).toBe(true);
    },
  );

  it('ends at a word', () => {
    expect(shorten('one two three four', 15)).toBe('one two three…');
  });
});
