import { expect } from 'vitest';

/** Text of a page as a reader sees it: without tags, entities decoded, white space collapsed. */
export const textOf = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

/**
 * What `default-src 'self'` demands: no inline script, style or handler, nothing from another origin; pictures are in the
 * page itself (`img-src data:`).
 */
export function expectCspSafe(markup: string): void {
  const tags = markup.replaceAll(/"[^"]*"/g, '""').match(/<[a-z][^>]*>/gi) ?? [];
  expect(tags.filter((tag) => /^<style|\s(?:style|on\w+)=/i.test(tag))).toEqual([]);
  for (const [tag] of markup.matchAll(/<script[^>]*>/gi)) expect(tag).toMatch(/src="\/assets\//);
  for (const [, tag, url] of markup.matchAll(/<(\w+)[^>]*\s(?:src|href)="([^"]*)"/g))
    expect(url).toMatch(tag === 'img' ? /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/ : /^(\/(?!\/)|#)/);
}

/** Structure that assistive technology relies on. */
export function expectAccessible(markup: string): void {
  expect(markup).toMatch(/^<!doctype html>\s*<html lang="en">/);
  expect(markup.match(/<h1[ >]/g)).toHaveLength(1);
  const count = (pattern: RegExp) => markup.match(pattern)?.length ?? 0;
  expect(count(/<caption>/g)).toBe(count(/<table/g));
  expect(count(/<th[ >]/g)).toBe(count(/<th [^>]*scope="(?:col|row)"/g));
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]);
  expect(new Set(ids).size).toBe(ids.length);
}
