/** What a service that does everything right answers, with every part of CDS Hooks 2.0.1 in it. */
export const goodDiscovery = () => ({
  services: [
    {
      hook: 'patient-view',
      id: 'good',
      title: 'A good service',
      description: 'Says something useful about a patient',
      prefetch: {
        patient: 'Patient/{{context.patientId}}',
        labs: 'Observation?patient={{context.patientId}}&code=http://loinc.org|2160-0&_sort=-date&_count=5',
        user: 'Practitioner/{{userPractitionerId}}',
        recent: 'Observation?patient={{context.patientId}}&date=ge2026-01-01&code:in=http://example.org/vs',
      } as Record<string, unknown>,
    } as Record<string, unknown>,
    {
      hook: 'order-sign',
      id: 'good',
      title: 'The same for orders',
      description: 'Says it about orders',
    } as Record<string, unknown>,
  ] as Record<string, unknown>[],
});

export const goodResponse = () => ({
  cards: [goodCard()] as Record<string, unknown>[],
  systemActions: [
    {
      type: 'update',
      description: 'Mark the order as urgent',
      resource: { resourceType: 'ServiceRequest', id: '1', status: 'draft', priority: 'urgent' },
    },
  ] as Record<string, unknown>[],
});

const goodCard = () => ({
  uuid: '3f2c5a60-8a4b-4a58-9f0e-6a1c1f1a0001',
  summary: 'Creatinine rose by half in two days',
  indicator: 'warning',
  detail: '**Creatinine** rose.\n\n| Day | mg/dL |\n|---|---|\n| 1 | 0.9 |\n| 3 | 1.35 |',
  source: {
    label: 'Renal service',
    url: 'https://example.org/renal',
    icon: 'https://example.org/renal.png',
    topic: { system: 'http://example.org/topics', code: 'aki', display: 'Acute kidney injury' },
  } as Record<string, unknown>,
  selectionBehavior: 'at-most-one',
  suggestions: [
    {
      label: 'Repeat creatinine',
      uuid: '3f2c5a60-8a4b-4a58-9f0e-6a1c1f1a0002',
      isRecommended: true,
      actions: [
        {
          type: 'create',
          description: 'Order creatinine',
          resource: { resourceType: 'ServiceRequest', status: 'draft', intent: 'order' },
        },
        { type: 'delete', description: 'Stop ibuprofen', resourceId: 'MedicationRequest/7' },
      ],
    },
    { label: 'Do nothing', uuid: '3f2c5a60-8a4b-4a58-9f0e-6a1c1f1a0003' },
  ] as Record<string, unknown>[],
  overrideReasons: [
    { code: 'known', system: 'http://example.org/reasons', display: 'Known already' },
  ] as Record<string, unknown>[],
  links: [
    { label: 'Guideline', url: 'https://example.org/guideline', type: 'absolute' },
    { label: 'App', url: 'https://example.org/launch', type: 'smart', appContext: 'card=1' },
  ] as Record<string, unknown>[],
  extension: { 'com.example.score': { value: 3 } },
});

export type Answers = {
  discovery: ReturnType<typeof goodDiscovery>;
  response: ReturnType<typeof goodResponse>;
};

export const goodAnswers = (): Answers => ({ discovery: goodDiscovery(), response: goodResponse() });
