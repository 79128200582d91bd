import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { createCdsHooks } from '../../src/cds-hooks/handler.ts';
import type { FetchFhir } from '../../src/cds-hooks/prefetch.ts';
import type { CdsService } from '../../src/cds-hooks/types.ts';
import { type Selection, selectInputs } from '../../src/chart/select.ts';
import { createDemoEhr } from '../../src/fhir/demo/index.ts';
import { fixedClock } from '../../src/kernel/clock.ts';
import { ok } from '../../src/kernel/result.ts';
import { observation, patient, spec, ucum } from '../chart/records.ts';
import { condition, order, RXNORM } from '../chart/statements.ts';

const EHR = 'https://ehr.example/fhir';
const CONCEPTS = ['egfr', 'heart-failure', 'diabetes-mellitus', 'warfarin', 'aspirin'];
const resources = [
  patient(),
  observation(ucum(1, 'mg/dL')),
  condition('I50.9'),
  condition('E11.9', { id: 'd' }),
  order({ coding: [{ system: RXNORM, code: '11289' }] }),
  order({ text: 'Aspirin 100 mg' }, { id: 'a', status: 'stopped' }),
] as unknown as Resource[];

/** Fires a hook of a service that keeps what its models would be told. */
async function toldTo(call: object, ehr: readonly Resource[] = resources) {
  let told: Selection | undefined;
  const service: CdsService = {
    id: 'listener',
    hook: 'patient-view',
    title: 'Listener',
    description: 'Keeps what it hears.',
    concepts: CONCEPTS,
    respond: async ({ chart }) => {
      told = selectInputs(
        chart,
        CONCEPTS.map((c) => spec(c)),
      );
      return { cards: [], resources: [] };
    },
  };
  const handle = createDemoEhr({ resources: async () => ehr, baseUrl: EHR });
  const fetchFhir: FetchFhir = async ({ url }) => {
    const response = await handle({ method: 'GET', url: `/${url}`, headers: {} });
    return ok(response.body);
  };
  const hooks = createCdsHooks({
    services: [service],
    openFhirSession: () => fetchFhir,
    record: async () => ok(undefined),
    finishLater: () => {},
    deadlineMs: 5_000,
    clock: fixedClock('2026-11-23T12:00:00Z'),
  });
  const result = await hooks.call('listener', {
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: { userId: 'Practitioner/1', patientId: 'p' },
    ...call,
  });
  return { result, told };
}

const bundle = (type: string) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.filter((r) => r.resourceType === type).map((resource) => ({ resource })),
});

const prefetch = {
  patient: patient(),
  observations: bundle('Observation'),
  conditions: bundle('Condition'),
  medications: bundle('MedicationRequest'),
};

describe('a record with Conditions and orders', () => {
  it('tells the same, sent or fetched', async () => {
    const sent = await toldTo({ prefetch });
    expect(sent.result.ok).toBe(true);
    expect(Object.fromEntries(sent.told!.values)).toMatchObject({
      'heart-failure': true,
      'diabetes-mellitus': true,
      warfarin: true,
      aspirin: false,
    });
    expect(sent.told!.evidence.missing).toEqual([]);
    const fetched = await toldTo({ fhirServer: EHR });
    expect(fetched.told!.values).toEqual(sent.told!.values);
    const { conditions: _, ...partly } = prefetch;
    expect((await toldTo({ fhirServer: EHR, prefetch: partly })).told).toEqual(sent.told);
  });

  it('that is known to be empty has none, and says that it does not mention them', async () => {
    const { told } = await toldTo({ prefetch: { ...prefetch, conditions: null, medications: null } });
    expect(told!.evidence.used.filter((u) => u.notRecorded).map((u) => u.concept)).toEqual(CONCEPTS.slice(1));
    expect(told!.values.get('heart-failure')).toBe(false);
  });

  it('of which a client sends no conditions and names no server leaves them unknown, not absent', async () => {
    const { patient, observations } = prefetch;
    const { result, told } = await toldTo({ prefetch: { patient, observations } });
    expect(result.ok).toBe(true);
    expect(told!.values.has('heart-failure')).toBe(false);
    expect(told!.evidence.missing.map((m) => m.concept)).toEqual(CONCEPTS.slice(1));
  });

  it('of somebody else is refused', async () => {
    const stranger = condition('I50.9', { subject: { reference: 'Patient/q' } });
    const conditions = { ...bundle('Condition'), entry: [{ resource: stranger }] };
    const { result } = await toldTo({ prefetch: { ...prefetch, conditions } });
    expect(!result.ok && result.error).toMatchObject([
      { code: 'wrong-patient', expression: 'prefetch.conditions.entry[0].resource.subject.reference' },
    ]);
  });
});
