import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, shorten } from '../../src/findings/markdown.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</p><iframe src="//evil.example">',
  '<!-- hidden -->',
  '[click](javascript:alert(1))',
  '[click](https://evil.example)',
  '![pixel](https://evil.example/p.png)',
  '[ref]: https://evil.example "x"',
  '[x][ref]',
  '<https://evil.example>',
  'https://evil.example/a?b=c',
  'ftp://evil.example',
  'www.evil.example',
  'WWW.EVIL.EXAMPLE',
  'write to mallory@evil.example',
  'mailto:mallory@evil.example',
  '| a | b |',
  'value | <b>next</b> cell',
  '# heading',
  '###### heading',
  '- item',
  '+ item',
  '* item',
  '1. item',
  '12) item',
  '> quote',
  '---',
  '- - -',
  '***',
  '===',
  '~~struck~~',
  '**bold** __bold__ *it* _it_',
  'a_b_c*d*e',
  '`code` ``code``',
  '```js',
  '~~~',
  '    indented code',
  '&lt;b&gt; &amp; &#60;b&#62; &copy;',
  'back\\slash \\<b\\> \\',
  '- [x] task',
  'footnote[^1]',
  '<5 mg/L',
  '14.1 % · ▼ −0.3 "quoted" \'single\'',
  '-0.3',
  'naïve café 血 🩸',
] as const;

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
