import type {
  Condition,
  Encounter,
  ImagingStudy,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { type Problem, problem } from '../../kernel/errors.ts';
import type { Pairs } from '../../kernel/fhir-http.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

interface Param {
  readonly kind: 'token' | 'reference' | 'string' | 'date';
  readonly matches: (resource: never, value: string) => boolean;
  /** Whether a value can be understood; all can where this is absent. */
  readonly accepts?: (value: string) => boolean;
}

const id: Param = { kind: 'token', matches: (r: Resource, value) => r.id === value };

const ofPatient: Param = {
  kind: 'reference',
  matches: (r: Observation | Condition | Encounter | MedicationRequest | ImagingStudy, value) =>
    r.subject?.reference === (value.includes('/') ? value : `Patient/${value}`),
};

interface Coded {
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
}

/** A token is a code, or a system and a code. */
const hasToken = (concepts: readonly (Coded | undefined)[], value: string): boolean =>
  concepts
    .flatMap((concept) => concept?.coding ?? [])
    .some(({ system, code }) => code === value || `${system}|${code}` === value);

/** Strings match by how they start, whatever the case. */
const startsWith = (texts: readonly (string | undefined)[], value: string): boolean =>
  texts.some((text) => text?.toLowerCase().startsWith(value.toLowerCase()));

/** Type → the search parameters of R4 that the demo understands. */
export const SUPPORTED: Readonly<Record<string, Readonly<Record<string, Param>>>> = {
  Patient: {
    _id: id,
    name: {
      kind: 'string',
      matches: (p: Patient, value) =>
        (p.name ?? []).some((n) => startsWith([n.family, ...(n.given ?? []), n.text], value)),
    },
    gender: { kind: 'token', matches: (p: Patient, value) => p.gender === value },
  },
  Observation: {
    _id: id,
    patient: ofPatient,
    subject: ofPatient,
    code: {
      kind: 'token',
      matches: (o: Observation, value) =>
        hasToken(
          [o, ...(o.component ?? [])].map((node) => node.code),
          value,
        ),
    },
    category: { kind: 'token', matches: (o: Observation, value) => hasToken(o.category ?? [], value) },
    date: {
      kind: 'date',
      matches: (o: Observation, value) => compareDate(o.effectiveDateTime ?? '', value),
      accepts: (value) => DATE.test(value),
    },
  },
  Condition: {
    _id: id,
    patient: ofPatient,
    subject: ofPatient,
    code: { kind: 'token', matches: (c: Condition, value) => hasToken([c.code], value) },
    'clinical-status': {
      kind: 'token',
      matches: (c: Condition, value) => hasToken([c.clinicalStatus], value),
    },
  },
  MedicationRequest: {
    _id: id,
    patient: ofPatient,
    subject: ofPatient,
    code: {
      kind: 'token',
      matches: (m: MedicationRequest, value) => hasToken([m.medicationCodeableConcept], value),
    },
    status: { kind: 'token', matches: (m: MedicationRequest, value) => m.status === value },
  },
  Encounter: {
    _id: id,
    patient: ofPatient,
    subject: ofPatient,
    status: { kind: 'token', matches: (e: Encounter, value) => e.status === value },
  },
  ImagingStudy: {
    _id: id,
    patient: ofPatient,
    subject: ofPatient,
    status: { kind: 'token', matches: (s: ImagingStudy, value) => s.status === value },
    started: {
      kind: 'date',
      matches: (s: ImagingStudy, value) => compareDate(s.started ?? '', value),
      accepts: (value) => DATE.test(value),
    },
  },
  Endpoint: { _id: id },
};

const DATE = /^(eq|ne|ge|gt|le|lt)?(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:(?<=-\d{2}-\d{2})T.*)?$/;

/** Days against days, the months or the years that hold them: the demo has nothing finer. */
function compareDate(date: string, value: string): boolean {
  const [, prefix = 'eq', period = ''] = DATE.exec(value) ?? [];
  const isWithin = date.startsWith(period);
  const tests: Readonly<Record<string, boolean>> = {
    eq: isWithin,
    ne: !isWithin,
    ge: isWithin || date > period,
    gt: !isWithin && date > period,
    le: isWithin || date < period,
    lt: date < period,
  };
  return tests[prefix] ?? false;
}

interface Page {
  readonly page: readonly Resource[];
  readonly total: number;
  /** Query of the next page, when there is one. */
  readonly next?: Pairs;
}

const DEFAULT_COUNT = 100;
const MOST_COUNT = 500;

/** Parameters that say how to answer: name → the values that are understood. */
const CONTROLS: Readonly<Record<string, RegExp>> = {
  _count: /^\d{1,6}$/,
  _offset: /^\d{1,6}$/,
  _format: /^/,
  _sort: /^-?(date|started)$/,
};

/** Conditions are ANDed; the values of one, separated by commas, are ORed. */
export function searchResources(resources: readonly Resource[], type: string, pairs: Pairs): Result<Page> {
  const wrong = pairs.flatMap((pair) => misunderstood(type, pair) ?? [])[0];
  if (wrong) return err(wrong);
  const controls = new Map(pairs.filter(([name]) => Object.hasOwn(CONTROLS, name)));
  const filters = pairs.filter(([name]) => !controls.has(name));
  const found = resources.filter((r) => r.resourceType === type && filters.every((f) => meets(r, f)));
  const count = Math.min(Number(controls.get('_count') ?? DEFAULT_COUNT), MOST_COUNT);
  const offset = Number(controls.get('_offset') ?? 0);
  const end = offset + count;
  const next: Pairs = [...pairs.filter(([name]) => name !== '_offset'), ['_offset', String(end)]];
  return ok({
    page: sorted(found, controls.get('_sort')).slice(offset, end),
    total: found.length,
    ...(count > 0 && end < found.length ? { next } : {}),
  });
}

function misunderstood(type: string, [name, value]: Pairs[number]): Problem | undefined {
  const params = SUPPORTED[type]!;
  if (Object.hasOwn(CONTROLS, name)) return CONTROLS[name]!.test(value) ? undefined : invalid(name);
  if (!Object.hasOwn(params, name))
    return invalid(name, `expected one of: ${Object.keys(params).join(', ')}`);
  const { accepts = () => true, kind } = params[name]!;
  return value.split(',').every(accepts) ? undefined : invalid(name, `expected a value of type ${kind}`);
}

const invalid = (expression: string, diagnostics = 'this value is not supported'): Problem =>
  problem('invalid-search', { expression, diagnostics });

const meets = (resource: Resource, [name, value]: Pairs[number]): boolean =>
  value
    .split(',')
    .some((alternative) => SUPPORTED[resource.resourceType]![name]!.matches(resource as never, alternative));

function sorted(found: readonly Resource[], order: string | undefined): readonly Resource[] {
  if (order === undefined) return found;
  const sign = order.startsWith('-') ? -1 : 1;
  return found.toSorted((a, b) => sign * dateOf(a).localeCompare(dateOf(b)));
}

const dateOf = (resource: Resource): string =>
  (resource as Observation).effectiveDateTime ?? (resource as ImagingStudy).started ?? '';
