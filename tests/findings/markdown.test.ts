import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../src/findings/markdown.ts';
import { HOSTILE } from './hostile-texts.ts';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** What a reader sees of HTML: entities replaced, once. */
const seen = (html: string): string =>
  html.replace(/&(?:#(\d+)|(lt|gt|quot|amp));/g, (_, code?: string, name?: string) =>
    code ? String.fromCodePoint(Number(code)) : ENTITIES[name!]!,
  );

const rendered = (markdown: string): string => marked.parse(markdown, { async: false }).trim();

describe('escaped text', () => {
  it.each(HOSTILE)('shows as it is, in one paragraph: %s', (text) => {
    const html = rendered(escapeMarkdown(text));
    expect(html.match(/<\/?[a-z!][^>]*>/gi)).toEqual(['<p>', '</p>']);
    expect(seen(html.slice(3, -4))).toBe(text.trim());
  });

  it.each(HOSTILE)('stays in its cell of a table: %s', (text) => {
    const html = rendered(`| a | b |\n|---|---|\n| ${escapeMarkdown(text)} | end |`);
    expect(html.match(/<td>/g)).toHaveLength(2);
    expect(html.replace(/<\/?(table|thead|tbody|tr|th|td)>/g, '')).not.toMatch(/<[a-z!/]/i);
    expect(html).toContain('<td>end</td>');
  });

  it.each([
    ['a right-to-left override', 'abc\u202Ecba'],
    ['isolates', 'abc\u2066cba\u2069'],
    ['zero-width characters', 'abc\u200B\u200Dcba'],
    ['a byte order mark', 'abc\uFEFFcba'],
    ['control characters', 'abc\u0000\u0007cba'],
    ['line and paragraph separators', 'abc\u2028\u2029cba'],
    ['line breaks', 'abc\r\n\ncba'],
    ['many blanks', 'abc \t \u00A0 cba'],
  ])('has one blank in place of %s', (_, text) => {
    expect(escapeMarkdown(text).trim()).toMatch(/^abc (cba)?/);
    expect(escapeMarkdown(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('leaves clinical values readable as plain text', () => {
    for (const value of ['14.1 %', '3.8 g/dL', '10.0 10³/µL', '27.9 kg/m²', 'very good'])
      expect(escapeMarkdown(value)).toBe(value);
  });
});
