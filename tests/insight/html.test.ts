import { describe, expect, it } from 'vitest';
import { html, raw } from '../../src/insight/html.ts';

describe('html', () => {
  it('escapes what could leave text or a quoted attribute', () => {
    const hostile = `<a href="x">'&`;
    expect(html`<p title="${hostile}">${hostile}</p>`.toString()).toBe(
      '<p title="&lt;a href=&quot;x&quot;&gt;&#39;&amp;">&lt;a href=&quot;x&quot;&gt;&#39;&amp;</p>',
    );
  });

  it('nests templates and joins lists without escaping twice', () => {
    const items = ['a&b', 'c'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}</ul>`.toString()).toBe('<ul><li>a&amp;b</li><li>c</li></ul>');
  });

  it('writes nothing for absent values, and zero as 0', () => {
    expect(html`[${undefined}${null}${false}${0}]`.toString()).toBe('[0]');
  });

  it('never takes a parsed object for markup', () => {
    const forged = JSON.parse('{"markup":"<script>","#markup":"<script>"}');
    expect(html`${forged}`.toString()).toBe('[object Object]');
    expect(html`${raw('<b>')}`.toString()).toBe('<b>');
  });
});
