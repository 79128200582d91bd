import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startKairos } from '../../bench/hooks/processes.ts';
import { escapeMarkdown } from '../../src/findings/markdown.ts';
import { HOSTILE } from '../findings/hostile-texts.ts';
import { adult, patientViewCall } from '../http/kairos.ts';
import { launch, watch } from './browser.ts';

let kairos: ServerProcess;
let browser: Browser;
const directory = mkdtempSync(join(tmpdir(), 'kairos-injection-'));

beforeAll(async () => {
  browser = await launch();
  kairos = await startKairos(directory);
});

afterAll(async () => {
  await browser?.close();
  await kairos?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A page that tells what it must not do: call elsewhere, run something, navigate, or open a dialogue. */
async function open(path: string): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext();
  const faults = watch(context, kairos.url) as string[];
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    faults.push(`dialogue: ${dialog.type()}`);
    void dialog.dismiss();
  });
  await page.goto(kairos.url + path, { waitUntil: 'networkidle' });
  return { page, faults };
}

interface Shown {
  readonly text: string;
  readonly tags: readonly string[];
}

/** Cards put on the page as the try-it page does it; what is seen of each detail, and the elements in it. */
const showCards = (page: Page, details: readonly string[]): Promise<Shown[]> =>
  page.evaluate(`(async () => {
    const { renderCards } = await import('/assets/cards.js');
    const cards = ${JSON.stringify(details)}.map((detail) => ({ summary: detail, detail, indicator: 'info', source: { label: detail } }));
    document.getElementById('cards').replaceChildren(...renderCards(cards));
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [...document.querySelectorAll('#cards .markdown')].map((box) => ({
      text: box.textContent.trim(),
      tags: [...new Set([...box.querySelectorAll('*')].map((e) => e.localName))].sort(),
    }));
  })()`);

/** Every place of a record where somebody may write what they like. */
function recordWith(text: string, id: string) {
  const { patient, observations } = adult(id);
  const named = {
    ...patient,
    name: [{ text, family: text, given: [text] }],
    identifier: [{ system: 'urn:x', value: text }],
    text: { status: 'generated', div: text },
  };
  const marked = observations.map((o) => ({
    ...o,
    code: { ...o.code, text, coding: o.code.coding.map((c) => ({ ...c, display: text })) },
    note: [{ text }],
    performer: [{ display: text }],
    interpretation: [{ text }],
  }));
  const odd = { ...marked[0]!, id: `${id}-odd`, valueQuantity: { value: 1, unit: text, code: text } };
  return patientViewCall({ patient: named, observations: [...marked, odd] } as ReturnType<typeof adult>);
}

const call = (body: ReturnType<typeof patientViewCall>): Promise<Response> =>
  fetch(`${kairos.url}/cds-services/prognosis-patient-view`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The page of a result that was stored for a patient. */
async function resultOf(patientId: string): Promise<string> {
  const found = await fetch(`${kairos.url}/fhir/RiskAssessment?subject=Patient/${patientId}&_count=1`);
  const { entry } = (await found.json()) as { entry: { resource: { id: string } }[] };
  return `/insight/RiskAssessment/${entry[0]!.resource.id}`;
}

describe('hostile texts in Chromium', () => {
  it('are many', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(30));

  it('run nothing and fetch nothing when Kairos escaped them, and are shown as they are', async () => {
    const { page, faults } = await open('/');
    const shown = await showCards(page, HOSTILE.map(escapeMarkdown));
    shown.forEach(({ text, tags }, i) => {
      expect(text).toBe(HOSTILE[i]!.trim());
      expect(tags).toEqual(['p']);
    });
    expect(faults).toEqual([]);
  });

  it('run nothing and fetch nothing even when they were not escaped', async () => {
    const { page, faults } = await open('/');
    const before = page.url();
    const shown = await showCards(page, HOSTILE);
    const harmless =
      /^(a|b|blockquote|br|code|del|div|em|h[1-6]|hr|li|ol|p|pre|strong|table|tbody|td|th|thead|tr|ul)$/;
    expect(shown.flatMap((s) => s.tags).filter((tag) => !harmless.test(tag))).toEqual([]);
    expect(page.url()).toBe(before);
    // What the sanitiser parses on the way, the content security policy stops and reports.
    expect(faults.filter((f) => !f.includes('violates the following Content Security Policy'))).toEqual([]);
  });

  it('in every free text of a record reach neither card nor result page', async () => {
    const opened = await open('/');
    const details: string[] = [];
    // The first call of a process is slow: its answers may be late, and their cards others.
    await call(recordWith('plain', 'warm'));
    for (const [i, text] of HOSTILE.entries()) {
      const response = await call(recordWith(text, `hostile-${i}`));
      expect(response.status, text).toBe(200);
      const [card] = ((await response.json()) as { cards: { detail: string }[] }).cards;
      details.push(card!.detail);
      if (i % 8 === 0) {
        const result = await open(await resultOf(`hostile-${i}`));
        expect(result.faults).toEqual([]);
        await result.page.context().close();
      }
    }
    expect(new Set(details.map((d) => d.replace(/hostile-\d+|kairos-[0-9a-f]{40}/g, ''))).size).toBe(1);
    await showCards(opened.page, details);
    expect(opened.faults).toEqual([]);
  });
});
