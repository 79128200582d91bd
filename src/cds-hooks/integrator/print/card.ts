import { isObject } from '../../../kernel/json-object.ts';
import { indent, wrap } from './layout.ts';
import { plainText } from './markdown.ts';
import { oneLine } from './neutralise.ts';

type Members = Record<string, unknown>;

/** A card as a clinician would read it. Cards are shown as far as they can be, however wrong they are. */
export function cardLines(card: unknown, number: number): string[] {
  if (!isObject(card)) return [`[${number}] not a card`];
  const indicator = oneLine(card.indicator ?? 'no indicator').toUpperCase();
  const body = [
    sourceLine(card.source),
    ...detail(card),
    ...suggestions(card),
    ...reasons(card),
    ...links(card),
  ];
  return [...wrap(`[${number}] ${indicator}: ${oneLine(card.summary)}`), ...indent(body, '    ')];
}

function sourceLine(source: unknown): string {
  if (!isObject(source)) return 'by an unknown source';
  return `by ${oneLine(source.label)}${source.url ? ` <${oneLine(source.url)}>` : ''}`;
}

const detail = ({ detail: text }: Members): string[] =>
  typeof text === 'string' && text ? ['', ...indent(plainText(text), '  ')] : [];

const HOW_MANY = new Map<unknown, string>([
  ['any', 'any of them'],
  ['at-most-one', 'at most one'],
]);

function suggestions({ suggestions: list, selectionBehavior }: Members): string[] {
  const howMany = HOW_MANY.get(selectionBehavior);
  const lines = membersOf(list).flatMap((s) => [
    `- ${oneLine(s.label)}${s.isRecommended === true ? ' (recommended)' : ''}`,
    ...indent(membersOf(s.actions).map(actionLine), '    '),
  ]);
  return section(`Suggestions${howMany ? `, ${howMany}` : ''}`, lines);
}

/** `create ServiceRequest: …`, also for system actions. */
export function actionLine(action: Members): string {
  const { type, resource, resourceId, description } = action;
  const target = isObject(resource) ? resource.resourceType : resourceId;
  return (
    [oneLine(type), oneLine(target)].filter(Boolean).join(' ') +
    (description ? `: ${oneLine(description)}` : '')
  );
}

const reasons = ({ overrideReasons }: Members): string[] =>
  section(
    'Reasons to override',
    membersOf(overrideReasons).map((r) => `- ${oneLine(r.display)} (${oneLine(r.code)})`),
  );

const links = ({ links: list }: Members): string[] =>
  section(
    'Links',
    membersOf(list).map((l) => {
      const kind = l.type === 'smart' ? ' (SMART app)' : '';
      return `- ${oneLine(l.label)}${kind} <${oneLine(l.url)}>`;
    }),
  );

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ['', `${title}:`, ...lines] : [];

export const membersOf = (list: unknown): readonly Members[] =>
  Array.isArray(list) ? list.filter(isObject) : [];
