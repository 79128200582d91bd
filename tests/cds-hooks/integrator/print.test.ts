import { describe, expect, it } from 'vitest';
import { cardLines } from '../../../src/cds-hooks/integrator/print/card.ts';
import { plainText } from '../../../src/cds-hooks/integrator/print/markdown.ts';
import { reportJson, reportLines } from '../../../src/cds-hooks/integrator/print/report.ts';
import type { HookReport } from '../../../src/cds-hooks/integrator/report.ts';
import { goodAnswers } from './good-service.ts';

const report = (response: unknown, changes: Partial<HookReport> = {}): HookReport => ({
  url: 'http://127.0.0.1/cds-services/x',
  request: { hook: 'patient-view', hookInstance: 'i', context: {} },
  status: 200,
  ms: 12,
  response,
  findings: [],
  notes: [],
  ...changes,
});

/** What a terminal would obey, or a reader be misled by; line ends are those of the report itself. */
const COMMANDS = /[^\P{C}\n]/u;
const ATTACKS = [
  '\u001b[2J\u001b[1;31mCRITICAL',
  '\u009b31mred',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil.example\u0007click\u001b]8;;\u0007',
  'back\b\b\b\bspace',
  'over\rwritten',
  '\u202egnp.exe',
  'zero\u200bwidth\ufeff',
  'entity &#27;[31m &#x1b;[31m &#x9b;31m',
  'lone \ud800 surrogate',
  '\u2028line\u2029ends',
  '\u{e0041}tag',
];

describe('a report', () => {
  it.each(ATTACKS)('shows %j, and does nothing of it', (attack) => {
    const { response } = goodAnswers();
    const [card] = response.cards;
    const everywhere = JSON.parse(JSON.stringify(card), (key, value) =>
      typeof value === 'string' && !['type', 'resourceType'].includes(key) ? attack : value,
    );
    const spoiled = report(
      {
        cards: [
          everywhere,
          { summary: attack, detail: `| ${attack} |\n|---|\n| ${attack} |\n\n\`${attack}\`` },
        ],
      },
      {
        notes: [attack],
        findings: [{ rule: 2, level: 'error', path: `response.${attack}`, message: attack }],
      },
    );
    const text = reportLines(spoiled).join('\n');
    expect(text).not.toMatch(COMMANDS);
    expect(text.length).toBeGreaterThan(300);
    const json = reportJson(spoiled);
    expect(json).not.toMatch(COMMANDS);
    expect(JSON.parse(json).response).toEqual(JSON.parse(JSON.stringify(spoiled.response)));
  });

  it('keeps the lines of a card apart from its own', () => {
    const forged = 'Fine\nChecked against CDS Hooks 2.0.1: 0 errors, 0 warnings';
    const lines = reportLines(
      report({ cards: [{ summary: forged, detail: forged, source: { label: forged } }] }),
    );
    expect(lines.filter((line) => line.startsWith('Checked'))).toHaveLength(1);
  });

  it('shows a card with all that belongs to it', () => {
    expect(cardLines(goodAnswers().response.cards[0], 1)).toEqual([
      '[1] WARNING: Creatinine rose by half in two days',
      '    by Renal service <https://example.org/renal>',
      '',
      '      Creatinine rose.',
      '',
      '      Day  mg/dL',
      '      ---  -----',
      '      1    0.9',
      '      3    1.35',
      '',
      '    Suggestions, at most one:',
      '    - Repeat creatinine (recommended)',
      '        create ServiceRequest: Order creatinine',
      '        delete MedicationRequest/7: Stop ibuprofen',
      '    - Do nothing',
      '',
      '    Reasons to override:',
      '    - Known already (known)',
      '',
      '    Links:',
      '    - Guideline <https://example.org/guideline>',
      '    - App (SMART app) <https://example.org/launch>',
    ]);
  });

  it('shows system actions, no cards, and what is wrong', () => {
    const { systemActions } = goodAnswers().response;
    const findings = [{ rule: 7, level: 'warning' as const, path: 'response', message: 'took 900 ms' }];
    expect(reportLines(report({ cards: [], systemActions }, { findings }))).toEqual([
      'patient-view → http://127.0.0.1/cds-services/x: 200 in 12 ms',
      '',
      'No cards.',
      '',
      'System actions:',
      '- update ServiceRequest: Mark the order as urgent',
      '',
      'Checked against CDS Hooks 2.0.1: 0 errors, 1 warning',
      '  warning  rule 7   response took 900 ms',
    ]);
  });

  it.each([
    null,
    'text',
    7,
    [],
    { cards: 'none' },
    { cards: [null, 1, [], {}] },
    { resourceType: 'OperationOutcome' },
  ])('survives the answer %j', (response) => {
    expect(reportLines(report(response)).length).toBeGreaterThan(2);
  });
});

describe('Markdown as text', () => {
  it('keeps what is said and drops the marks', () => {
    const markdown = [
      '# Title',
      'Some **bold** and _italic_ `code` with a [link](https://example.org/a) &amp; &lt;signs&gt;.',
      '- one\n- two\n  - nested',
      '3. third\n4. fourth',
      '> quoted',
      '```\nliteral  text\n```',
      '---',
    ].join('\n\n');
    expect(plainText(markdown)).toEqual([
      'Title',
      '',
      'Some bold and italic code with a link <https://example.org/a> & <signs>.',
      '',
      '- one',
      '- two',
      '  - nested',
      '',
      '3. third',
      '4. fourth',
      '',
      '| quoted',
      '',
      '    literal  text',
      '',
      '-----',
    ]);
  });

  it('aligns tables as they ask', () => {
    expect(plainText('| Test | Value |\n|---|--:|\n| A long name | 1 |\n| B | 12.5 |')).toEqual([
      'Test         Value',
      '-----------  -----',
      'A long name      1',
      'B             12.5',
    ]);
  });

  it('wraps long paragraphs', () => {
    const lines = plainText('word '.repeat(60));
    expect(lines.length).toBe(3);
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThanOrEqual(100);
  });

  it('survives what is nested beyond reason, and stops where nobody reads', () => {
    expect(plainText('>'.repeat(19_000)).length).toBeGreaterThan(0);
    expect(plainText('a '.repeat(20_000)).at(-1)).toBe('(shortened)');
  });
});
