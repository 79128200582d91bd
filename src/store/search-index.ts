import type {
  Device,
  DocumentReference,
  Observation,
  Provenance,
  Resource,
  RiskAssessment,
} from '@medplum/fhirtypes';
import { dateRange, type Interval } from './date-range.ts';
import { codes, codings, dates, identifiers, numbers, references, texts } from './search-values.ts';

/**
 * One value by which a resource is found: the text of a token, reference or string, or the interval of a date
 * (milliseconds since 1970, both ends included) or a number.
 */
export type SearchValue = { readonly param: string } & ({ readonly text: string } | Interval);

export type ParamKind = 'token' | 'reference' | 'date' | 'number' | 'string';

/** A search parameter, as R4 defines it. */
export interface SearchParam {
  readonly kind: ParamKind;
  /** Few resources share a value: a search does well to start here. */
  readonly isNarrow?: true;
  /** Resource types that a reference may point at; empty when any. */
  readonly targets?: readonly string[];
}

interface Indexed<T> extends SearchParam {
  readonly values: (resource: T) => readonly (string | Interval)[];
}

type IndexedParams<T> = Readonly<Record<string, Indexed<T>>>;

/** https://hl7.org/fhir/R4/riskassessment.html#search; `date` is occurrenceDateTime only, `probability` in percent. */
const RISK_ASSESSMENT: IndexedParams<RiskAssessment> = {
  condition: { kind: 'reference', targets: ['Condition'], values: (r) => references([r.condition]) },
  date: { kind: 'date', values: (r) => dates([r.occurrenceDateTime]) },
  encounter: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Encounter', 'EpisodeOfCare'],
    values: (r) => references([r.encounter]),
  },
  identifier: { kind: 'token', isNarrow: true, values: (r) => identifiers(r.identifier) },
  method: { kind: 'token', values: (r) => codings([r.method]) },
  patient: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Patient'],
    values: (r) => references([r.subject], 'Patient'),
  },
  performer: {
    kind: 'reference',
    targets: ['Practitioner', 'Device', 'PractitionerRole'],
    values: (r) => references([r.performer]),
  },
  probability: {
    kind: 'number',
    values: (r) => numbers((r.prediction ?? []).map((p) => p.probabilityDecimal)),
  },
  risk: { kind: 'token', values: (r) => codings((r.prediction ?? []).map((p) => p.qualitativeRisk)) },
  subject: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Group', 'Patient'],
    values: (r) => references([r.subject]),
  },
};

/** https://hl7.org/fhir/R4/provenance.html#search */
const PROVENANCE: IndexedParams<Provenance> = {
  agent: {
    kind: 'reference',
    targets: ['Practitioner', 'Organization', 'Device', 'Patient', 'PractitionerRole', 'RelatedPerson'],
    values: (p) => references(p.agent.map((a) => a.who)),
  },
  entity: {
    kind: 'reference',
    isNarrow: true,
    targets: [],
    values: (p) => references((p.entity ?? []).map((e) => e.what)),
  },
  patient: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Patient'],
    values: (p) => references(p.target, 'Patient'),
  },
  recorded: { kind: 'date', values: (p) => dates([p.recorded]) },
  target: { kind: 'reference', isNarrow: true, targets: [], values: (p) => references(p.target) },
};

/** https://hl7.org/fhir/R4/device.html#search */
const DEVICE: IndexedParams<Device> = {
  'device-name': {
    kind: 'string',
    values: (d) =>
      texts([
        ...(d.deviceName ?? []).map((n) => n.name),
        ...(d.type?.coding ?? []).map((c) => c.display),
        d.type?.text,
      ]),
  },
  identifier: { kind: 'token', isNarrow: true, values: (d) => identifiers(d.identifier) },
  model: { kind: 'string', values: (d) => texts([d.modelNumber]) },
  status: { kind: 'token', values: (d) => codes([d.status], 'http://hl7.org/fhir/device-status') },
  type: { kind: 'token', values: (d) => codings([d.type]) },
};

/** https://hl7.org/fhir/R4/observation.html#search : feedback on cards; `date` is effectiveDateTime only. */
const OBSERVATION: IndexedParams<Observation> = {
  category: { kind: 'token', values: (o) => codings(o.category ?? []) },
  code: { kind: 'token', values: (o) => codings([o.code]) },
  'combo-value-concept': {
    kind: 'token',
    values: (o) => codings([o.valueCodeableConcept, ...conceptsIn(o)]),
  },
  'component-value-concept': { kind: 'token', values: (o) => codings(conceptsIn(o)) },
  date: { kind: 'date', values: (o) => dates([o.effectiveDateTime]) },
  encounter: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Encounter', 'EpisodeOfCare'],
    values: (o) => references([o.encounter]),
  },
  focus: { kind: 'reference', isNarrow: true, targets: [], values: (o) => references(o.focus) },
  patient: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Patient'],
    values: (o) => references([o.subject], 'Patient'),
  },
  status: { kind: 'token', values: (o) => codes([o.status], 'http://hl7.org/fhir/observation-status') },
  subject: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Group', 'Device', 'Patient', 'Location'],
    values: (o) => references([o.subject]),
  },
  'value-concept': { kind: 'token', values: (o) => codings([o.valueCodeableConcept]) },
};

const conceptsIn = ({ component = [] }: Observation) => component.map((c) => c.valueCodeableConcept);

/** https://hl7.org/fhir/R4/documentreference.html#search : pictures that explain a result. */
const DOCUMENT_REFERENCE: IndexedParams<DocumentReference> = {
  author: {
    kind: 'reference',
    targets: ['Practitioner', 'Organization', 'Device', 'Patient', 'PractitionerRole', 'RelatedPerson'],
    values: (d) => references(d.author),
  },
  date: { kind: 'date', values: (d) => dates([d.date]) },
  encounter: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Encounter', 'EpisodeOfCare'],
    values: (d) => references(d.context?.encounter),
  },
  patient: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Patient'],
    values: (d) => references([d.subject], 'Patient'),
  },
  related: { kind: 'reference', isNarrow: true, targets: [], values: (d) => references(d.context?.related) },
  status: {
    kind: 'token',
    values: (d) => codes([d.status], 'http://hl7.org/fhir/document-reference-status'),
  },
  subject: {
    kind: 'reference',
    isNarrow: true,
    targets: ['Practitioner', 'Group', 'Device', 'Patient'],
    values: (d) => references([d.subject]),
  },
  type: { kind: 'token', values: (d) => codings([d.type]) },
};

const INDEXED: ReadonlyMap<string, IndexedParams<never>> = new Map<string, IndexedParams<never>>([
  ['RiskAssessment', RISK_ASSESSMENT],
  ['Provenance', PROVENANCE],
  ['Device', DEVICE],
  ['Observation', OBSERVATION],
  ['DocumentReference', DOCUMENT_REFERENCE],
]);

/** Every resource has these. */
const COMMON: Readonly<Record<string, SearchParam>> = {
  _id: { kind: 'token', isNarrow: true },
  _lastUpdated: { kind: 'date' },
};

/** Types that can be searched. */
export const searchableTypes: readonly string[] = [...INDEXED.keys()];

const PARAMS = new Map(
  [...INDEXED].map(([type, own]) => [type, new Map(Object.entries<SearchParam>({ ...COMMON, ...own }))]),
);

/** The search parameters of a type by name; undefined for a type that cannot be searched. */
export const searchParams = (type: string): ReadonlyMap<string, SearchParam> | undefined => PARAMS.get(type);

/** Everything by which a resource is found. `lastUpdated` is what the store assigns. */
export function searchValues(resource: Resource, lastUpdated: string): SearchValue[] {
  const found: SearchValue[] = [{ param: '_id', text: resource.id ?? '' }];
  const updated = dateRange(lastUpdated);
  if (updated) found.push({ param: '_lastUpdated', ...updated });
  for (const [param, { values }] of Object.entries(INDEXED.get(resource.resourceType) ?? {})) {
    for (const value of new Set(values(resource as never))) {
      found.push(typeof value === 'string' ? { param, text: value } : { param, ...value });
    }
  }
  return found;
}
