import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ucum from '@lhncbc/ucum-lhc';
import type { Bundle, Observation, Patient, Quantity } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { slots } from '../../../scripts/demo/slots.ts';
import { emptyMembers, violations } from '../validate.ts';

const DEMO = resolve(import.meta.dirname, '../../../demo');

const readJson = <T>(...path: string[]) => JSON.parse(readFileSync(join(DEMO, ...path), 'utf8')) as T;

const bundles = readdirSync(join(DEMO, 'patients'))
  .sort()
  .map((name) => ({ name, bundle: readJson<Bundle>('patients', name) }));

const resourcesOf = ({ entry = [] }: Bundle) => entry.map((e) => e.resource!);
const patientOf = (bundle: Bundle) => resourcesOf(bundle)[0] as Patient;
const observationsOf = (bundle: Bundle) => resourcesOf(bundle).slice(1) as Observation[];

const quantitiesOf = (o: Observation): Quantity[] =>
  [o, ...(o.component ?? [])].flatMap(({ valueQuantity }) => valueQuantity ?? []);

const units = ucum.UcumLhcUtils.getInstance();

/** A RESTful address, so that relative references in the bundle resolve (FHIR R4, "Resolving references in Bundles"). */
const ADDRESS = /^https:\/\/[^/]+\/([^/]+\/)*(Patient|Observation)\/[A-Za-z0-9.-]{1,64}$/;

describe('demo patients', () => {
  it('are one for each slot', () => {
    expect(bundles.map((b) => b.name)).toEqual(
      slots.map((_, i) => `demo-${String(i + 1).padStart(2, '0')}.json`),
    );
    expect(bundles.map(({ bundle }) => patientOf(bundle).name?.[0]?.family)).toEqual(
      slots.map((slot) => slot.family),
    );
  });

  it('are exactly the people who are held aside from training', () => {
    const { sampleIds } =
      readJson<Record<string, { sampleIds: string[] }>>('held-aside.json')['nhanes-mortality']!;
    expect(bundles.flatMap(({ bundle }) => patientOf(bundle).identifier?.map((i) => i.value))).toEqual(
      sampleIds,
    );
    expect(new Set(sampleIds).size).toBe(bundles.length);
  });

  it('share no id and no address', () => {
    const entries = bundles.flatMap(({ bundle }) => bundle.entry!);
    expect(new Set(entries.map((e) => `${e.resource!.resourceType}/${e.resource!.id}`)).size).toBe(
      entries.length,
    );
    expect(new Set(entries.map((e) => e.fullUrl)).size).toBe(entries.length);
  });

  it('are reported in conventional and in SI units', () => {
    const codes = new Set(
      bundles.flatMap(({ bundle }) => observationsOf(bundle).flatMap(quantitiesOf)).map((q) => q.code),
    );
    for (const code of ['mg/dL', 'umol/L', 'mmol/L', 'g/dL', 'g/L']) expect(codes).toContain(code);
  });

  describe.each(bundles)('$name', ({ name, bundle }) => {
    it('is a valid R4 transaction', () => {
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'transaction' });
      expect(violations(bundle)).toEqual([]);
      for (const resource of resourcesOf(bundle)) expect(violations(resource)).toEqual([]);
      expect(emptyMembers(bundle)).toEqual([]);
    });

    it('puts each resource under its own id', () => {
      for (const { fullUrl, resource, request } of bundle.entry!) {
        const reference = `${resource!.resourceType}/${resource!.id}`;
        expect(request).toEqual({ method: 'PUT', url: reference });
        expect(fullUrl).toMatch(ADDRESS);
        expect(fullUrl!.endsWith(`/${reference}`)).toBe(true);
      }
    });

    it('is one Patient with Observations of that patient', () => {
      const patient = patientOf(bundle);
      expect(`${patient.id}.json`).toBe(name);
      expect(patient.gender).toMatch(/^(female|male)$/);
      expect(patient.meta?.tag?.[0]?.code).toBe('demo');
      expect(observationsOf(bundle).length).toBeGreaterThan(10);
      for (const observation of observationsOf(bundle)) {
        expect(observation.resourceType).toBe('Observation');
        expect(observation.subject).toEqual({ reference: `Patient/${patient.id}` });
        expect(observation.effectiveDateTime! > patient.birthDate!).toBe(true);
      }
    });

    it('measures in UCUM units', () => {
      const quantities = observationsOf(bundle).flatMap(quantitiesOf);
      expect(quantities.length).toBeGreaterThan(10);
      for (const { value, system, code } of quantities) {
        expect(Number.isFinite(value)).toBe(true);
        expect(system).toBe('http://unitsofmeasure.org');
        expect(units.convertUnitTo(code!, 1, code!), code).toMatchObject({ status: 'succeeded', msg: [] });
      }
    });
  });
});
