import type {
  Device,
  DocumentReference,
  Observation,
  Provenance,
  Resource,
  RiskAssessment,
} from '@medplum/fhirtypes';

/** A RiskAssessment with nothing but what every one has. */
export const risk = (id: string, rest: Partial<RiskAssessment> = {}): RiskAssessment => ({
  resourceType: 'RiskAssessment',
  id,
  status: 'final',
  subject: { reference: 'Patient/anybody' },
  ...rest,
});

export const provenance = (id: string, rest: Partial<Provenance> = {}): Provenance => ({
  resourceType: 'Provenance',
  id,
  recorded: '2026-11-23T10:00:00Z',
  target: [{ reference: 'RiskAssessment/1' }],
  agent: [{ who: { reference: 'Device/1' } }],
  ...rest,
});

export const device = (id: string, rest: Partial<Device> = {}): Device => ({
  resourceType: 'Device',
  id,
  ...rest,
});

export const feedback = (id: string, rest: Partial<Observation> = {}): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://example.org/feedback', code: 'card-feedback' }] },
  ...rest,
});

export const picture = (id: string, rest: Partial<DocumentReference> = {}): DocumentReference => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  content: [{ attachment: { contentType: 'image/png', url: `Binary/${id}` } }],
  ...rest,
});

const coding = (system: string, code: string) => ({ coding: [{ system, code }] });

/** One of each type that has a value for every search parameter. */
export const full = {
  RiskAssessment: risk('full', {
    identifier: [{ system: 'http://example.org/result', value: 'model|1.0.0|abc' }, { value: 'no-system' }],
    subject: { reference: 'Patient/p1' },
    condition: { reference: 'Condition/c1' },
    encounter: { reference: 'Encounter/e1' },
    performer: { reference: 'Device/d1/_history/3' },
    method: coding('http://example.org/method', 'cox'),
    occurrenceDateTime: '2026-11-23',
    prediction: [
      {
        probabilityDecimal: 12.3,
        qualitativeRisk: coding('http://terminology.hl7.org/CodeSystem/risk-probability', 'high'),
      },
      { probabilityDecimal: 80 },
    ],
  }),
  Provenance: provenance('full', {
    target: [{ reference: 'RiskAssessment/r1' }, { reference: 'Patient/p1' }],
    agent: [{ who: { reference: 'Device/d1' } }],
    entity: [{ role: 'source', what: { reference: 'Observation/o1' } }],
  }),
  Device: device('full', {
    identifier: [{ system: 'http://example.org/model', value: 'mortality|1.0.0' }],
    status: 'active',
    deviceName: [{ name: 'Überlebens-Modell  nach Cox', type: 'user-friendly-name' }],
    modelNumber: 'NHANES Mortality',
    type: { coding: [{ system: 'http://example.org/type', code: 'ai', display: 'Artificial intelligence' }] },
  }),
  Observation: feedback('full', {
    category: [coding('http://example.org/feedback', 'cds-feedback')],
    subject: { reference: 'Patient/p1' },
    focus: [{ reference: 'RiskAssessment/r1' }],
    encounter: { reference: 'Encounter/e1' },
    effectiveDateTime: '2026-11-23T10:00:00.000Z',
    valueCodeableConcept: coding('http://example.org/feedback', 'overridden'),
    component: [
      {
        code: coding('http://example.org/feedback', 'reason'),
        valueCodeableConcept: coding('http://example.org/reason', 'already-known'),
      },
      { code: coding('http://example.org/feedback', 'suggestion'), valueString: 's1' },
    ],
  }),
  DocumentReference: picture('full', {
    type: coding('http://example.org/document', 'picture'),
    subject: { reference: 'Patient/p1' },
    date: '2026-11-23T10:00:00.000Z',
    author: [{ reference: 'Device/d1' }],
    context: {
      encounter: [{ reference: 'Encounter/e1' }],
      related: [{ reference: 'RiskAssessment/r1' }, { reference: 'ImagingStudy/i1/_history/2' }],
    },
  }),
} as const satisfies Record<string, Resource>;

/** One of each type that has a value for no search parameter but `_id` and `_lastUpdated`. */
export const bare: Readonly<Record<keyof typeof full, Resource>> = {
  RiskAssessment: { resourceType: 'RiskAssessment', id: 'bare', status: 'final' } as RiskAssessment,
  Provenance: { resourceType: 'Provenance', id: 'bare', target: [{}], agent: [{}] } as Provenance,
  Device: device('bare'),
  Observation: { resourceType: 'Observation', id: 'bare' } as Observation,
  DocumentReference: { resourceType: 'DocumentReference', id: 'bare', content: [{}] } as DocumentReference,
};
