import fc from 'fast-check';

type Path = readonly (string | number)[];

/** Every place in a JSON value, the whole included. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

type Container = Record<string | number, unknown>;

/** A copy in which `change` got the container and the key of a place. */
function changed(
  value: unknown,
  path: Path,
  change: (container: Container, key: string | number) => void,
): unknown {
  const copy = { root: structuredClone(value) } as Container;
  const steps: Path = ['root', ...path];
  let at = copy;
  for (const step of steps.slice(0, -1)) {
    const next = at[step];
    // An earlier mutation took the place away.
    if (typeof next !== 'object' || next === null) return copy.root;
    at = next as Container;
  }
  change(at, steps.at(-1)!);
  return copy.root;
}

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202eabc',
  'é\u0301\u0301',
  '🧑‍⚕️',
  '<script>',
  '../..',
  '%00',
  "'; --",
  '{{context.patientId}}',
  'null',
  'NaN',
  '__proto__',
  'constructor',
];
const ODD_DATES = [
  '2026-13-45',
  '0000-00-00',
  '9999-12-31',
  '2026',
  '2026-02-30T25:61:61Z',
  '1-1-1',
  '2026-11-23T12:00:00',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01',
  'yesterday',
];
const ODD_UNITS = [
  'mg/dl',
  'MG/DL',
  'mmol/L',
  '[furlong]',
  '10*3/uL',
  '{',
  'm'.repeat(300),
  '1',
  '%',
  'a.b.c/d-2',
];
const ODD_NUMBERS = [0, -0, -1, 1e308, -1e308, 5e-324, 2 ** 53, 1e21, 0.1 + 0.2];
const ODD_TYPES: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { resourceType: 'Bundle' },
  { resourceType: 7 },
  { resourceType: 'OperationOutcome' },
  { resource: null },
];

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...ODD_TYPES, ...ODD_TEXTS, ...ODD_DATES, ...ODD_UNITS, ...ODD_NUMBERS),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 50_000 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 1, max: 80 }).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))),
);

interface Mutation {
  /** Chooses the place, of those that there are. */
  readonly place: number;
  readonly kind: 'twist' | 'delete' | 'replace' | 'repeat' | 'wrap' | 'rename' | 'add';
  readonly value: unknown;
  readonly text: string;
  readonly number: number;
  readonly times: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  // Small numbers, which fast-check prefers, are the envelope.
  place: fc.noBias(fc.nat()),
  kind: fc.constantFrom(
    'twist',
    'twist',
    'twist',
    'twist',
    'delete',
    'replace',
    'repeat',
    'wrap',
    'rename',
    'add',
  ),
  value: strange,
  text: fc.constantFrom(...ODD_TEXTS, ...ODD_DATES, ...ODD_UNITS),
  number: fc.oneof(fc.constantFrom(...ODD_NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true })),
  times: fc.integer({ min: 1, max: 40 }),
});

const CHANGES: Readonly<
  Record<Mutation['kind'], (at: Container, key: string | number, m: Mutation) => void>
> = {
  /** Another value of the same type: what passes a schema. */
  twist: (at, key, { text, number }) => {
    if (typeof at[key] === 'string') at[key] = text;
    else if (typeof at[key] === 'number') at[key] = number;
  },
  delete: (at, key) => {
    if (Array.isArray(at)) at.splice(Number(key), 1);
    else delete at[key];
  },
  replace: (at, key, { value }) => {
    at[key] = value;
  },
  repeat: (at, key, { times }) => {
    if (Array.isArray(at)) at.push(...Array(times).fill(at[key]));
    else at[key] = Array(times).fill(at[key]);
  },
  wrap: (at, key, { times }) => {
    for (let i = 0; i < times; i++) at[key] = i % 2 ? [at[key]] : { extension: at[key] };
  },
  rename: (at, key, { value }) => {
    if (Array.isArray(at)) return;
    const member = at[key];
    delete at[key];
    // As JSON.parse does: an own member whatever its name.
    Object.defineProperty(
      at,
      String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 100),
      {
        value: member,
        enumerable: true,
        configurable: true,
        writable: true,
      },
    );
  },
  add: (at, _, { value, times }) => {
    at[`extra${times}`] = value;
  },
};

function mutated(value: unknown, m: Mutation): unknown {
  const places = placesIn(value);
  return changed(value, places[m.place % places.length]!, (at, key) => CHANGES[m.kind](at, key, m));
}

/** One of the values with one to four things wrong with it, and now and then anything at all. */
export const mutationsOf = (...values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.constantFrom(...values), fc.array(mutation, { minLength: 1, maxLength: 4 }))
        .map(([value, mutations]) => mutations.reduce(mutated, value)),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
