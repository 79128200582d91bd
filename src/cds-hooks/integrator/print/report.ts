import { isObject } from '../../../kernel/json-object.ts';
import type { Finding } from '../check/finding.ts';
import type { ListedService } from '../discovery.ts';
import type { HookReport } from '../report.ts';
import { actionLine, cardLines, membersOf } from './card.ts';
import { neutralise, oneLine, safeJson } from './neutralise.ts';

/** The report as lines for a terminal: the cards first, then what is wrong with them. */
export function reportLines(report: HookReport): string[] {
  const { services, notes, findings, feedback } = report;
  const lines = [
    headLine(report),
    ...notes.map((note) => `note: ${oneLine(note)}`),
    ...(services ? serviceLines(services) : answerLines(report.response)),
    ...(feedback ? ['', `Feedback to ${feedback.url}: ${feedback.status} in ${feedback.ms} ms`] : []),
    '',
    ...findingLines(findings),
  ];
  return lines.map(neutralise);
}

/** The report for programs, with the members that scripts read first. */
export function reportJson({ url, request, status, ms, response, findings, ...more }: HookReport): string {
  return safeJson({ url, request, status, ms, response, findings, ...more });
}

function headLine({ url, request, status, ms }: HookReport): string {
  return request ? `${request.hook} → ${url}: ${status} in ${ms} ms` : `${url}: ${status} in ${ms} ms`;
}

function serviceLines(services: readonly ListedService[]): string[] {
  if (services.length === 0) return ['', 'No services.'];
  return services.flatMap(({ id, hook, title, prefetch }) => [
    '',
    `${oneLine(id)} (${oneLine(hook)})${title ? `: ${oneLine(title)}` : ''}`,
    ...Object.entries(prefetch).map(
      ([key, template]) => `    ${oneLine(key)}: ${shortened(oneLine(template))}`,
    ),
  ]);
}

const LONGEST_TEMPLATE = 100;

const shortened = (text: string): string =>
  text.length > LONGEST_TEMPLATE ? `${text.slice(0, LONGEST_TEMPLATE)}…` : text;

function answerLines(response: unknown): string[] {
  if (!isObject(response)) return [];
  if (response.resourceType === 'OperationOutcome') return ['', ...membersOf(response.issue).map(issueLine)];
  if (!Array.isArray(response.cards)) return [];
  const actions = membersOf(response.systemActions).map((a) => `- ${actionLine(a)}`);
  return [
    ...(response.cards.length === 0 ? ['', 'No cards.'] : []),
    ...response.cards.flatMap((card: unknown, i) => ['', ...cardLines(card, i + 1)]),
    ...(actions.length > 0 ? ['', 'System actions:', ...actions] : []),
  ];
}

function issueLine({ severity, code, details, diagnostics }: Record<string, unknown>): string {
  const text = isObject(details) ? details.text : undefined;
  const what = [text, diagnostics].filter(Boolean).map(oneLine).join(': ');
  return `${oneLine(severity)} ${oneLine(code)}${what ? `: ${what}` : ''}`;
}

/** One wrong thing in every entry of a list is told often enough by this many. */
const MOST_FINDINGS = 100;

function findingLines(findings: readonly Finding[]): string[] {
  const shown = findings.slice(0, MOST_FINDINGS).map(findingLine);
  const more = findings.length - shown.length;
  const errors = findings.filter(({ level }) => level === 'error').length;
  const summary = `Checked against CDS Hooks 2.0.1: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`;
  return [summary, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

const findingLine = ({ rule, level, path, message }: Finding): string =>
  `  ${level.padEnd(7)}  rule ${String(rule).padEnd(2)}  ${oneLine(`${path} ${message}`)}`;

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
