import { type MarkedToken, marked, type Token, type Tokens } from 'marked';
import { indent, table, wrap } from './layout.ts';
import { neutralise, oneLine } from './neutralise.ts';

/** More than a card can show; a reader of Markdown can be kept busy by less. */
const MOST_CHARACTERS = 20_000;

/** GitHub-flavoured Markdown as lines of plain text, tables aligned; nothing of it can command a terminal. */
export function plainText(markdown: string): string[] {
  const text = markdown.slice(0, MOST_CHARACTERS);
  const lines = markdown.length > text.length ? ['(shortened)'] : [];
  return [...render(text), ...lines].map(neutralise);
}

/** Markdown nested beyond the stack is shown as it is. */
function render(text: string): string[] {
  try {
    return blocks(marked.lexer(text));
  } catch {
    return text.split('\n');
  }
}

/** Blocks with one empty line between them. */
function blocks(tokens: readonly Token[]): string[] {
  const parts = tokens.map((token) => block(token as MarkedToken)).filter((lines) => lines.length > 0);
  return parts.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function block(token: MarkedToken): string[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'table':
      return tableLines(token);
    case 'list':
      return token.items.flatMap((item, i) => listItem(token, item, i));
    case 'blockquote':
      return indent(blocks(token.tokens), '| ');
    case 'code':
      return indent(token.text.split('\n'), '    ');
    case 'hr':
      return ['-----'];
    default:
      return wrap(inline([token]));
  }
}

function tableLines({ header, rows, align }: Tokens.Table): string[] {
  const cells = [header, ...rows].map((row) => row.map((cell) => oneLine(inline(cell.tokens))));
  return table(cells, align);
}

function listItem({ ordered, start }: Tokens.List, item: Tokens.ListItem, i: number): string[] {
  const mark = ordered ? `${Number(start) + i}. ` : '- ';
  const [first = '', ...rest] = blocks(item.tokens).filter((line) => line !== '');
  return [`${mark}${first}`, ...indent(rest, ' '.repeat(mark.length))];
}

const inline = (tokens: readonly Token[]): string =>
  tokens.map((token) => inlineText(token as MarkedToken)).join('');

function inlineText(token: MarkedToken): string {
  switch (token.type) {
    case 'br':
      return '\n';
    case 'link':
      return linkText(inline(token.tokens), token.href);
    case 'image':
      return `[${token.text}: ${token.href}]`;
    case 'codespan':
      return token.text;
    case 'html':
      return token.raw;
    default:
      return 'tokens' in token && token.tokens ? inline(token.tokens) : decode(textOf(token));
  }
}

const textOf = (token: MarkedToken): string => ('text' in token ? token.text : token.raw);

const linkText = (label: string, href: string): string => (label === href ? label : `${label} <${href}>`);

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** Character references as characters; what they stand for is neutralised like everything else. */
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name) ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
