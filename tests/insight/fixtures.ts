import type { Extension, Provenance, Resource, RiskAssessment } from '@medplum/fhirtypes';
import type { ModelView } from '../../src/insight/model/model-view.ts';
import { codeSystemUrl, extensionUrl, SNOMED } from '../../src/kernel/canonical.ts';
import { ok } from '../../src/kernel/result.ts';
import type { SearchRequest, Store } from '../../src/store/contract.ts';

const RECORDED = '2026-11-20T14:03:00Z';

const parts = (name: string, extension: readonly Extension[]): Extension => ({
  url: extensionUrl(name),
  extension: [...extension],
});

const concept = (code: string, display: string): Extension => ({
  url: 'concept',
  valueCoding: { system: codeSystemUrl('concept'), code, display },
});

interface Input {
  readonly code: string;
  readonly label: string;
  readonly value?: number;
  readonly unit?: string;
  readonly text?: string;
  readonly effect?: number;
  readonly imputed?: boolean;
  readonly date?: string;
  readonly source?: string;
}

export function contribution(i: Input): Extension {
  const value: Extension[] =
    i.value === undefined
      ? i.text === undefined
        ? []
        : [{ url: 'value', valueString: i.text }]
      : [{ url: 'value', valueQuantity: { value: i.value, ...(i.unit ? { unit: i.unit } : {}) } }];
  return parts('input-contribution', [
    concept(i.code, i.label),
    ...value,
    ...(i.effect === undefined ? [] : [{ url: 'effect', valueDecimal: i.effect }]),
    ...(i.imputed === undefined ? [] : [{ url: 'imputed', valueBoolean: i.imputed }]),
    ...(i.date ? [{ url: 'date', valueDateTime: i.date }] : []),
    ...(i.source ? [{ url: 'source', valueReference: { reference: i.source } }] : []),
  ]);
}

export const notUsed = (code: string, label: string, reason: string, required: boolean): Extension =>
  parts('input-not-used', [
    concept(code, label),
    { url: 'reason', valueCode: reason },
    { url: 'required', valueBoolean: required },
  ]);

const method = {
  coding: [{ system: codeSystemUrl('model'), code: 'nhanes-mortality', version: '1.0.0' }],
  text: 'Five-year mortality from routine blood tests 1.0.0',
};

/** The worked example of a woman of 63: 12.1% (9.2-16.0), women aged 63 at 6.0%. */
export const riskAssessment: RiskAssessment = {
  resourceType: 'RiskAssessment',
  id: 'ra-1',
  status: 'final',
  method,
  subject: { reference: 'Patient/demo-07' },
  occurrenceDateTime: RECORDED,
  performer: { reference: 'Device/nhanes-mortality-1-0-0' },
  basis: [{ reference: 'Observation/rdw-1' }],
  extension: [
    notUsed('c-reactive-protein', 'C-reactive protein', 'none-in-window', false),
    notUsed('hba1c', 'HbA1c', 'unknown-unit', false),
  ],
  note: [{ text: 'Albumin is 7 months old.' }],
  prediction: [
    {
      outcome: { coding: [{ system: SNOMED, code: '419620001', display: 'Death' }] },
      probabilityDecimal: 12.1,
      qualitativeRisk: { coding: [{ code: 'moderate', display: 'Moderate likelihood' }] },
      relativeRisk: 2.02,
      whenRange: { low: { value: 63, unit: 'a' }, high: { value: 68, unit: 'a' } },
      rationale: 'Raised most by red cell distribution width, albumin and smoking.',
      extension: [
        parts('risk-interval', [
          { url: 'low', valueDecimal: 9.2 },
          { url: 'high', valueDecimal: 16 },
          { url: 'level', valueDecimal: 95 },
        ]),
        parts('comparison-group', [
          { url: 'group', valueString: 'women aged 63' },
          { url: 'probability', valueDecimal: 6 },
        ]),
        contribution({
          code: 'albumin',
          label: 'albumin',
          value: 3.4,
          unit: 'g/dL',
          effect: 1.8,
          date: '2026-04-12',
          source: 'Observation/alb-1/_history/2',
        }),
        contribution({
          code: 'rdw',
          label: 'red cell distribution width',
          value: 15.9,
          unit: '%',
          effect: 3.1,
          date: '2026-11-12',
          source: 'Observation/rdw-1',
        }),
        contribution({
          code: 'systolic-blood-pressure',
          label: 'systolic blood pressure',
          value: 118,
          unit: 'mmHg',
          effect: -0.6,
          date: '2026-11-20',
          source: 'Observation/bp-1',
        }),
        contribution({ code: 'crp', label: 'C-reactive protein', effect: 0.2, imputed: true }),
        contribution({
          code: 'smoking',
          label: 'smoking status',
          text: 'current smoker',
          effect: 1.2,
          date: '2025-12-01',
          source: 'Observation/smoke-1',
        }),
        contribution({ code: 'sex', label: 'sex', text: 'female', source: 'Patient/demo-07' }),
      ],
    },
  ],
};

export const abstention: RiskAssessment = {
  resourceType: 'RiskAssessment',
  id: 'ra-2',
  status: 'cancelled',
  method,
  subject: { reference: 'Patient/demo-08' },
  occurrenceDateTime: RECORDED,
  extension: [
    notUsed('creatinine', 'creatinine', 'none-in-window', true),
    notUsed('hba1c', 'HbA1c', 'none', false),
  ],
  note: [{ text: 'creatinine is missing (none in 12 months)' }],
};

export const provenance: Provenance = {
  resourceType: 'Provenance',
  id: 'pr-1',
  target: [{ reference: 'RiskAssessment/ra-1' }],
  recorded: RECORDED,
  agent: [{ who: { reference: 'Device/nhanes-mortality-1-0-0' } }],
};

/** A store that reads from a list; it answers searches for a Provenance by its target and an Observation by its focus. */
export function storeOf(...resources: readonly Resource[]): Store {
  const stored = (resource: Resource) => ({ resource, versionId: '1', lastUpdated: RECORDED });
  const referred = (resource: Resource) =>
    (resource.resourceType === 'Provenance' && resource.target) ||
    (resource.resourceType === 'Observation' && resource.focus) ||
    [];
  const targets = (resource: Resource, request: SearchRequest) =>
    resource.resourceType === request.type &&
    referred(resource).some((t) => request.conditions[0]?.values.includes(t.reference ?? ''));
  return {
    save: async () => ok(undefined),
    claim: async () => ok(true),
    read: async (type, id) => {
      const found = resources.find((r) => r.resourceType === type && r.id === id);
      return found && stored(found);
    },
    readVersion: async () => undefined,
    history: async () => [],
    search: async (request) => {
      const found = resources.filter((r) => targets(r, request));
      return { total: found.length, resources: found.map(stored) };
    },
    ping: async () => ok(undefined),
    close: async () => {},
  };
}

const metric = (value: number, low: number, high: number) => ({ value, ci95: [low, high] });

const measured = (c: number) => ({
  cIndex: metric(c, c - 0.006, c + 0.006),
  auroc_5y: metric(c + 0.01, c + 0.003, c + 0.017),
  predictedToObserved_5y: metric(1.02, 0.97, 1.06),
  calibrationSlope_5y: metric(1.01, 0.96, 1.05),
  brier_5y: metric(0.048, 0.046, 0.05),
});

const evaluation = {
  data: { sha256: 'x', n: 34_118 },
  metrics: measured(0.861),
  subgroups: {
    sex: { women: { n: 17_902, metrics: measured(0.868) }, men: { n: 16_216, metrics: measured(0.851) } },
    ageBand: {
      '20-39': { n: 11_000, metrics: measured(0.752) },
      '80+': { n: 2_100, metrics: measured(0.701) },
    },
  },
  comparators: { 'age and sex': { metrics: measured(0.824) }, PhenoAge: { metrics: measured(0.845) } },
  calibration: [0.004, 0.009, 0.016, 0.028, 0.045, 0.07, 0.11, 0.17, 0.27, 0.44].map((predicted, i) => ({
    predicted,
    observed: predicted * (i % 2 ? 1.06 : 0.95),
    n: 3411,
  })),
};

export const metrics = {
  crossValidation: evaluation,
  learners: [
    { name: 'Cox regression with splines', metrics: measured(0.861) },
    { name: 'Random forest', metrics: measured(0.858) },
  ],
};

export const modelView: ModelView = {
  name: 'nhanes-mortality',
  version: '1.0.0',
  title: 'Five-year mortality from routine blood tests',
  family: 'prognosis',
  outcome: 'Death',
  horizon: 'P5Y',
  intendedUse: {
    purpose: 'Shows how values already in the record relate to the risk of death within five years.',
    users: 'Physicians in primary care and internal medicine.',
    population: 'Adults aged 20 to 85 living in the community.',
    outOfScope: ['Pregnancy', 'People under 20', 'Acutely ill or in hospital'],
    limits: ['Trained on United States survey participants of 1988 to 2004.', 'Ages over 85 are pooled.'],
    regulatoryStatus: 'research use, not cleared',
  },
  training: { data: ['nhanes-mortality'], licence: 'US public domain' },
  references: ['Levine ME et al. Aging 2018;10:573. doi:10.18632/aging.101414'],
  inputs: [
    { label: 'age', codes: ['LOINC 30525-0'], unit: 'a', required: true },
    {
      label: 'creatinine',
      codes: ['LOINC 2160-0', 'LOINC 38483-4'],
      unit: 'mg/dL',
      required: true,
      window: 'P1Y',
      stale: 'P6M',
    },
    { label: 'C-reactive protein', codes: ['LOINC 1988-5'], unit: 'mg/dL', required: false, window: 'P1Y' },
  ],
  thresholds: [
    { below: 0.05, risk: 'low', indicator: 'info' },
    { below: 0.15, risk: 'moderate', indicator: 'info' },
    { risk: 'high', indicator: 'warning' },
  ],
  metrics,
};
