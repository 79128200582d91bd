import type { Observation, Patient, Resource } from '@medplum/fhirtypes';
import { type Problem, problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

export type Pairs = readonly (readonly [string, string])[];

interface Param {
  readonly kind: 'token' | 'reference' | 'string' | 'date';
  readonly matches: (resource: never, value: string) => boolean;
}

const id: Param = { kind: 'token', matches: (r: Resource, value) => r.id === value };

const ofPatient: Param = {
  kind: 'reference',
  matches: (o: Observation, value) =>
    o.subject?.reference === (value.includes('/') ? value : `Patient/${value}`),
};

const codings = (o: Observation): string[] =>
  [o, ...(o.component ?? [])]
    .flatMap((node) => node.code?.coding ?? [])
    .flatMap((c) => [`${c.system}|${c.code}`, c.code ?? '']);

/** Type → the search parameters of R4 that the demo understands. */
export const SUPPORTED: Readonly<Record<string, Readonly<Record<string, Param>>>> = {
  Patient: {
    _id: id,
    name: {
      kind: 'string',
      matches: (p: Patient, value) =>
        (p.name ?? []).some((n) => n.text?.toLowerCase().includes(value.toLowerCase())),
    },
    gender: { kind: 'token', matches: (p: Patient, value) => p.gender === value },
  },
  Observation: {
    _id: id,
    patient: ofPatient,
    subject: ofPatient,
    code: { kind: 'token', matches: (o: Observation, value) => codings(o).includes(value) },
    category: {
      kind: 'token',
      matches: (o: Observation, value) =>
        (o.category ?? [])
          .flatMap((c) => c.coding ?? [])
          .some((c) => c.code === value || `${c.system}|${c.code}` === value),
    },
    date: { kind: 'date', matches: (o: Observation, value) => compareDate(o.effectiveDateTime ?? '', value) },
  },
};

/** Days against days: the demo has nothing finer. */
function compareDate(date: string, value: string): boolean {
  const [, prefix = 'eq', day = ''] = /^(eq|ge|gt|le|lt)?(.*)$/.exec(value) ?? [];
  const tests: Readonly<Record<string, boolean>> = {
    eq: date.startsWith(day),
    ge: date >= day,
    gt: date > day,
    le: date <= day || date.startsWith(day),
    lt: date < day,
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

/** Conditions are ANDed; the values of one, separated by commas, are ORed. */
export function searchResources(resources: readonly Resource[], type: string, pairs: Pairs): Result<Page> {
  const filters: ((resource: Resource) => boolean)[] = [];
  const controls = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (['_count', '_offset', '_format', '_sort'].includes(name)) controls.set(name, value);
    else if (Object.hasOwn(SUPPORTED[type]!, name)) {
      const { matches } = SUPPORTED[type]![name]!;
      filters.push((resource) => value.split(',').some((v) => matches(resource as never, v)));
    } else return err(unknownParameter(name, type));
  }
  const count = Math.min(numberOf(controls.get('_count')) ?? DEFAULT_COUNT, MOST_COUNT);
  const offset = numberOf(controls.get('_offset')) ?? 0;
  const found = resources.filter((r) => r.resourceType === type && filters.every((test) => test(r)));
  const ordered =
    controls.get('_sort') === '-date' ? found.toSorted((a, b) => dateOf(b).localeCompare(dateOf(a))) : found;
  const end = offset + count;
  const next: Pairs = [...pairs.filter(([name]) => name !== '_offset'), ['_offset', String(end)]];
  return ok({
    page: ordered.slice(offset, end),
    total: found.length,
    ...(count > 0 && end < found.length ? { next } : {}),
  });
}

const unknownParameter = (name: string, type: string): Problem =>
  problem('invalid-search', {
    expression: name,
    diagnostics: `expected one of: ${Object.keys(SUPPORTED[type]!).join(', ')}`,
  });

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;

const dateOf = (resource: Resource): string => (resource as Observation).effectiveDateTime ?? '';
