import { type Html, type HtmlValue, html } from './html.ts';

export interface PageParts {
  readonly title: string;
  readonly body: HtmlValue;
  /** Path of an ES module of this server; pages work without one unless they say so. */
  readonly script?: string;
}

/** The frame that every page shares. Nothing inline, nothing from elsewhere: it runs under `default-src 'self'`. */
export function page({ title, body, script }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Kairos</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${script && html`<script type="module" src="${script}"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="site">
<a class="brand" href="/">Kairos</a>
<nav aria-label="Site"><a href="/">Try it</a><a href="/models">Models</a><a href="/insight/feedback">Feedback</a></nav>
</header>
<main id="main">
${body}
</main>
<footer class="site"><p>Kairos, open-source clinical decision support. For research use; not a medical device.</p></footer>
</body>
</html>
`.toString();
}

/** A titled section; `id` also names its heading for assistive technology. */
export const section = (id: string, title: string, body: HtmlValue): Html =>
  html`<section class="panel" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;

/** A table that scrolls inside its own box on narrow screens; the box can be reached and scrolled by keyboard. */
export function table(
  caption: string,
  headers: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  const head = headers.map((h) => html`<th scope="col">${h}</th>`);
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${rows.map(row)}</tbody>
</table></div>`;
}

const row = ([first, ...others]: readonly HtmlValue[]): Html =>
  html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;

export const list = (items: readonly HtmlValue[]): Html =>
  html`<ul>${items.map((i) => html`<li>${i}</li>`)}</ul>`;

export const researchBanner = (status?: string): Html =>
  html`<p class="banner" role="note"><strong>Research use.</strong> ${status ?? 'Not cleared for clinical use.'}
Supports, and never replaces, clinical judgement.</p>`;
