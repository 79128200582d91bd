/** Markup that is safe to send. Only `html` and `raw` make it, so a parsed JSON value can never pass for it. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

/** What a hole of a template may hold: text is escaped, arrays are joined, absent values and `false` vanish. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/** Tagged template that escapes every value, in text and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.map((s, i) => (i === 0 ? s : render(values[i - 1]) + s)).join(''));
}

/** Markup from a trusted constant. Never for anything that came from a resource or a manifest. */
export const raw = (markup: string): Html => new Html(markup);

function render(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeText(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
