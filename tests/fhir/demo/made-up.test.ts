import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Bundle, RiskAssessment } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, people } from '../../../scripts/demo/made-up.ts';
import { madeUpBundle } from '../../../scripts/demo/made-up-bundle.ts';
import { type RunningKairos, startKairos } from '../../http/kairos.ts';
import { MODELS, models } from '../../models/model-folders.ts';
import { emptyMembers, violations } from '../validate.ts';

const FOLDER = resolve(import.meta.dirname, '../../../demo/made-up');

const made = people.map((person, i) => ({ id: `made-up-${String(i + 1).padStart(2, '0')}`, person }));

const resourcesOf = ({ entry = [] }: Bundle) => entry.map((e) => e.resource!);

let kairos: RunningKairos;
beforeAll(async () => {
  kairos = await startKairos({ MODELS_DIR: MODELS, DEADLINE_MS: '60000' });
});
afterAll(() => kairos.close());

const getJson = async (path: string) => (await fetch(`${kairos.baseUrl}${path}`)).json();

async function cardsOf(service: string, patientId: string) {
  const response = await fetch(`${kairos.baseUrl}/cds-services/${service}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      hook: service.replace('prognosis-', ''),
      hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
      fhirServer: `${kairos.baseUrl}/demo/fhir`,
      context: { userId: 'Practitioner/demo', patientId, encounterId: `${patientId}-encounter` },
    }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { cards: { summary: string }[] }).cards;
}

/** Models with a result that is no abstention. */
async function answeredAbout(patientId: string): Promise<Set<string | undefined>> {
  const bundle = (await getJson(`/fhir/RiskAssessment?patient=${patientId}&_count=100`)) as Bundle;
  const results = (bundle.entry ?? []).map((e) => e.resource as RiskAssessment);
  return new Set(results.filter((r) => r.status === 'final').map((r) => r.method?.coding?.[0]?.code));
}

describe('the made-up people of the demo', () => {
  it('are those of the script, and nobody else', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(made.map(({ id }) => `${id}.json`));
  });

  it('show every model that a survey cannot show', () => {
    const shown = new Set(people.flatMap(({ shows }) => Object.values(shows).flat()));
    const bySurvey = ['nhanes-mortality', 'phenoage', 'pce'];
    expect(models.map((m) => m.manifest.name).filter((name) => !shown.has(name))).toEqual(
      bySurvey.filter((name) => !shown.has(name)).sort(),
    );
  });

  describe.each(made)('$id', ({ id, person }: { id: string; person: Person }) => {
    const bundle: Bundle = JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8'));

    it('is what the script writes, valid, and says that it is made up', () => {
      expect(bundle).toEqual(madeUpBundle(id, person));
      for (const resource of [bundle, ...resourcesOf(bundle)]) expect(violations(resource)).toEqual([]);
      expect(emptyMembers(bundle)).toEqual([]);
      expect(resourcesOf(bundle)[0]!.meta?.tag?.map((t) => t.code)).toEqual(['demo', 'made-up']);
      for (const resource of resourcesOf(bundle).slice(1))
        expect(resource).toMatchObject({ subject: { reference: `Patient/${id}` } });
    });

    it('gets the answers that it is made for', async () => {
      for (const service of ['prognosis-patient-view', ...Object.keys(person.shows)]) {
        const cards = await cardsOf(service, id);
        const wanted = person.shows[service] ?? [];
        expect(cards.length, service).toBeLessThanOrEqual(3);
        if (wanted.length > 0) expect(cards.length, service).toBeGreaterThan(0);
        const answered = await answeredAbout(id);
        expect(wanted.filter((name) => !answered.has(name))).toEqual([]);
      }
    });
  });

  it('leave somebody about whom no service has anything to say', async () => {
    const { id } = made.find(({ person }) => Object.keys(person.shows).length === 0)!;
    expect(await cardsOf('prognosis-patient-view', id)).toEqual([]);
  });
});
