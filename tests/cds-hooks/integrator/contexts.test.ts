import { describe, expect, it } from 'vitest';
import { hooks } from '../../../src/cds-hooks/hooks.ts';
import { buildContext } from '../../../src/cds-hooks/integrator/context.ts';
import { buildRequest, withoutToken } from '../../../src/cds-hooks/integrator/request.ts';
import { parseHookRequest } from '../../../src/cds-hooks/request.ts';

const bundle = (resource: object) => ({ resourceType: 'Bundle', entry: [{ resource }] });
const order = { resourceType: 'ServiceRequest', id: '1', status: 'draft' };

/** What each hook needs beyond patient, user and encounter: the content of `--context FILE.json`. */
const MORE: Readonly<Record<string, Record<string, unknown>>> = {
  'allergyintolerance-create': { allergyIntolerance: { resourceType: 'AllergyIntolerance' } },
  'appointment-book': { appointments: bundle({ resourceType: 'Appointment', id: '1' }) },
  'encounter-discharge': {},
  'encounter-start': {},
  'medication-refill': { medications: bundle({ resourceType: 'MedicationRequest' }) },
  'medication-verify': { medication: { resourceType: 'MedicationRequest' } },
  'order-dispatch': { dispatchedOrders: ['ServiceRequest/1'], performer: 'Organization/1' },
  'order-select': { selections: ['ServiceRequest/1'], draftOrders: bundle(order) },
  'order-sign': { draftOrders: bundle(order) },
  'patient-view': {},
  'problem-list-item-create': { conditions: bundle({ resourceType: 'Condition' }) },
};

const ID = '5b8b1a4c-6a0e-4e5c-9a57-0f2f7b2d3c11';
const contextFor = (hook: string, more = MORE[hook]) =>
  buildContext(hook, { patient: 'p1', encounter: 'e1', more });

describe('the context of a hook', () => {
  it('is known here for every hook of the library', () => {
    expect(Object.keys(MORE)).toEqual([...hooks.keys()].sort());
  });

  it.each([...hooks.values()])('is valid for $hook', (definition) => {
    const context = contextFor(definition.hook);
    expect(context.ok).toBe(true);
    if (!context.ok) return;
    const request = buildRequest({ hook: definition.hook, context: context.value }, () => ID);
    expect(request).toMatchObject({ hookInstance: ID });
    expect(parseHookRequest(JSON.parse(JSON.stringify(request)), definition).ok).toBe(true);
    expect('userId' in context.value).toBe(definition.hook !== 'order-dispatch');
  });

  it.each(Object.keys(MORE).filter((hook) => Object.keys(MORE[hook]!).length > 0))(
    'of %s without its own fields says how to give them',
    (hook) => {
      const context = contextFor(hook, {});
      expect(context.ok).toBe(false);
      if (context.ok) return;
      for (const field of Object.keys(MORE[hook]!))
        expect(context.error).toMatchObject({
          kind: 'usage',
          message: expect.stringContaining(`${field} by --context FILE.json`),
        });
    },
  );

  it('says how to name the patient and the encounter', () => {
    const context = buildContext('encounter-start', {});
    const message = context.ok ? '' : context.error.message;
    expect(message).toContain('patientId by --patient ID');
    expect(message).toContain('encounterId by --encounter ID');
  });

  it('of a hook that nobody knows is taken as it is', () => {
    const more = { anything: { at: 'all' } };
    expect(buildContext('com.example.own-hook', { user: 'Practitioner/1', more })).toEqual({
      ok: true,
      value: { userId: 'Practitioner/1', anything: { at: 'all' } },
    });
  });
});

describe('a request', () => {
  const context = { patientId: 'p1' };
  const fhirServer = { base: 'https://ehr.example.org/fhir', token: 'secret-token' };

  it('has the FHIR server and its authorization only when there are any, and nothing empty', () => {
    expect(buildRequest({ hook: 'patient-view', context, prefetch: {} }, () => ID)).toEqual({
      hook: 'patient-view',
      hookInstance: ID,
      context,
    });
    const request = buildRequest({ hook: 'patient-view', context, fhirServer }, () => ID);
    expect(request.fhirServer).toBe('https://ehr.example.org/fhir');
    expect(request.fhirAuthorization).toEqual({
      access_token: 'secret-token',
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'patient/*.read',
      subject: 'kairos-hook',
      patient: 'p1',
    });
  });

  it('is shown without its token', () => {
    const request = buildRequest({ hook: 'patient-view', context, fhirServer }, () => ID);
    expect(JSON.stringify(withoutToken(request))).not.toContain('secret-token');
  });
});
