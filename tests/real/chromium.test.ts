import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startKairos } from '../../bench/hooks/processes.ts';
import { horizontalOverflow, launch, seriousViolations, watch } from './browser.ts';

let kairos: ServerProcess;
let browser: Browser;
const directory = mkdtempSync(join(tmpdir(), 'kairos-pages-'));

beforeAll(async () => {
  browser = await launch();
  kairos = await startKairos(directory);
});

afterAll(async () => {
  await browser?.close();
  await kairos?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function open(path: string, width = 1280): Promise<{ page: Page; faults: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const faults = watch(context, kairos.url);
  const page = await context.newPage();
  await page.goto(kairos.url + path, { waitUntil: 'networkidle' });
  return { page, faults };
}

async function fireFor(page: Page, patient: number): Promise<void> {
  const id = `demo-${String(patient + 1).padStart(2, '0')}`;
  await page.locator(`input[name=patient][value=${id}]`).check();
  await page.getByRole('button', { name: 'Fire the hook' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /\d+ cards? in \d+ ms/ })
    .waitFor();
}

const resultLink = (page: Page) => page.getByRole('article').locator('a[href*="/insight/RiskAssessment/"]');

/** The result page of the first demo patient, by its path. */
async function resultPath(): Promise<string> {
  const { page } = await open('/');
  await fireFor(page, 0);
  return new URL((await resultLink(page).first().getAttribute('href'))!).pathname;
}

/** The result page of the film of a made-up child, once it is analysed. */
async function pictureResultPath(): Promise<string> {
  const call = {
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    fhirServer: `${kairos.url}/demo/fhir`,
    context: { userId: 'Practitioner/1', patientId: 'made-up-13' },
  };
  const linkOf = async () => {
    const response = await fetch(`${kairos.url}/cds-services/imaging-patient-view`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
    });
    const { cards } = (await response.json()) as { cards: { links?: { url: string }[] }[] };
    return cards[0]?.links?.[0]?.url;
  };
  await expect.poll(linkOf, { timeout: 20_000 }).toMatch(/RiskAssessment/);
  return new URL((await linkOf())!).pathname;
}

/** The page of figures, after a dozen pieces of feedback on the cards of the first demo patients. */
async function feedbackPath(): Promise<string> {
  const service = `${kairos.url}/cds-services/prognosis-patient-view`;
  const post = async (url: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  for (let i = 1; i <= 12; i++) {
    const answer = (await post(service, {
      hook: 'patient-view',
      hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
      fhirServer: `${kairos.url}/demo/fhir`,
      context: { userId: 'Practitioner/1', patientId: `demo-${String(i).padStart(2, '0')}` },
    })) as { cards: { uuid: string }[] };
    const outcome = i % 2 ? 'accepted' : 'overridden';
    const feedback = answer.cards.map(({ uuid }) => ({
      card: uuid,
      outcome,
      outcomeTimestamp: new Date().toISOString(),
    }));
    await post(`${service}/feedback`, { feedback });
  }
  return '/insight/feedback';
}

const PAGES: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['try it', () => '/'],
  ['a result', resultPath],
  ['a finding on a picture', pictureResultPath],
  ['models', () => '/models'],
  ['a model', () => '/models/nhanes-mortality'],
  ['an image model', () => '/models/cxr-pneumonia-paediatric'],
  ['feedback', feedbackPath],
];

describe('the try-it page in Chromium', () => {
  it('shows a card with a risk for a demo patient, and the exchange', async () => {
    const { page, faults } = await open('/');
    expect(await page.getByRole('radio', { name: /years/ }).count()).toBeGreaterThanOrEqual(12);
    await fireFor(page, 0);
    await expect
      .poll(() => page.getByRole('article').getByRole('heading').first().textContent())
      .toMatch(/\d+%/);
    expect(await page.getByRole('tabpanel').textContent()).toContain('"hook": "patient-view"');
    await page.getByRole('tab', { name: 'Response' }).click();
    expect(await page.getByRole('tabpanel').textContent()).toContain('"summary"');
    expect(faults).toEqual([]);
  });

  it('gives the same card whether Kairos fetches the data or it is sent', async () => {
    const { page, faults } = await open('/');
    await fireFor(page, 1);
    const fetched = await page.getByRole('article').first().getByRole('heading').first().textContent();
    await page.getByRole('radio', { name: /Sent with the request/ }).check();
    await fireFor(page, 1);
    expect(await page.getByRole('article').first().getByRole('heading').first().textContent()).toBe(fetched);
    expect(await page.getByRole('tabpanel').textContent()).toContain('"prefetch"');
    expect(faults).toEqual([]);
  });

  it('leads from the card to the result and to the model', async () => {
    const { page, faults } = await open('/');
    await fireFor(page, 0);
    const opened = page.context().waitForEvent('page');
    await resultLink(page).first().click();
    const result = await opened;
    const title = () => result.getByRole('heading', { level: 1 }).textContent();
    await expect.poll(title).toMatch(/in (100|1,000)/);
    await result.locator('a[href$="/models/nhanes-mortality"]').first().click();
    await expect.poll(title).toMatch(/five-year mortality/i);
    expect(faults).toEqual([]);
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await open('/');
    await page.getByRole('button', { name: 'Fire the hook' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('article').first().waitFor();
    await page.getByRole('tab', { name: 'Request' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Response');
  });
});

describe.each(PAGES)('the page: %s', (_, path) => {
  it('complains of nothing and calls nobody else', async () => {
    const { page, faults } = await open(await path());
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(faults).toEqual([]);
  });

  it('has no serious accessibility violation, with a card shown where there is one', async () => {
    const at = await path();
    const { page } = await open(at);
    if (at === '/') await fireFor(page, 0);
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('fits a window 420 pixels wide', async () => {
    const at = await path();
    const { page } = await open(at, 420);
    if (at === '/') await fireFor(page, 0);
    expect(await horizontalOverflow(page)).toBeLessThanOrEqual(0);
  });
});

describe('the checks themselves', () => {
  it('see an error, a call elsewhere, a violation and an overflow', async () => {
    const context = await browser.newContext({ viewport: { width: 420, height: 900 } });
    const faults = watch(context, kairos.url);
    const page = await context.newPage();
    await page.goto(`${kairos.url}/livez`);
    await page.setContent('<img src="http://127.0.0.1:1/x.png"><div style="width:900px">wide</div>');
    await page.evaluate('console.error("broken")');
    expect(faults).toEqual(expect.arrayContaining(['console: broken', 'request to http://127.0.0.1:1']));
    expect(await seriousViolations(page)).toContain('image-alt: img');
    expect(await horizontalOverflow(page)).toBeGreaterThan(400);
  });
});
