import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');

/** The entry of the command line; `commands` is the one room that may import every other. */
const ENTRY = 'main.ts';

/** Everything that http assembles; it knows no clinical word of it. */
const BELOW_HTTP = [
  'kernel',
  'statistics',
  'chart',
  'store',
  'inference',
  'families',
  'findings',
  'cds-hooks',
  'fhir',
  'services',
  'jobs',
  'insight',
];

/** Room → rooms it may import. A room may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  statistics: ['kernel'],
  chart: ['kernel'],
  store: ['kernel'],
  inference: ['kernel'],
  'families/image': ['kernel', 'statistics', 'chart', 'inference'],
  'families/text': ['kernel', 'statistics', 'chart', 'inference'],
  'families/prognosis': ['kernel', 'statistics', 'chart', 'inference'],
  'families/treatment': ['kernel', 'statistics', 'chart', 'inference'],
  findings: ['kernel', 'chart', 'inference'],
  'cds-hooks': ['kernel', 'chart'],
  'fhir/client': ['kernel'],
  'fhir/profiles': ['kernel'],
  'fhir/demo': ['kernel'],
  'fhir/api': ['kernel', 'store', 'fhir/profiles', 'findings'],
  services: ['kernel', 'chart', 'cds-hooks', 'families', 'findings', 'inference'],
  jobs: ['kernel', 'store', 'chart', 'families', 'findings', 'inference', 'fhir/client'],
  insight: ['kernel', 'store', 'findings'],
  http: BELOW_HTTP,
  commands: [...BELOW_HTTP, 'http'],
};

const ROOMS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));

const roomOf = (file: string): string | undefined => ROOMS.find((room) => `${file}/`.startsWith(`${room}/`));

/** Every module named in an import, export or dynamic import; template strings count up to their first hole. */
function importsOf(text: string): string[] {
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"`]([^'"`$]+)/gm;
  return [...text.matchAll(pattern)].map((m) => m[1] ?? m[2] ?? '');
}

const internal = sources.flatMap(({ file, text }) =>
  importsOf(text)
    .filter((target) => target.startsWith('.'))
    .map((target) => ({ file, target: relative(SRC, resolve(SRC, dirname(file), target)) })),
);

const isAllowed = (from: string, to: string): boolean =>
  from === to || (MAY_IMPORT[from] ?? []).some((room) => to === room || to.startsWith(`${room}/`));

describe('architecture', () => {
  it('finds the imports it judges', () => {
    expect(internal.length).toBeGreaterThan(50);
    expect(importsOf(`import { a } from './a.ts';\nexport * from "./b.ts";\nimport('./c.ts')`)).toHaveLength(
      3,
    );
  });

  it('has every source file in a room of the table', () => {
    const homeless = sources.map((s) => s.file).filter((file) => file !== ENTRY && !roomOf(file));
    expect(homeless).toEqual([]);
  });

  it('imports between rooms only as the table allows', () => {
    const violations = internal.filter(({ file, target }) => {
      const from = roomOf(file);
      const to = roomOf(target);
      return from !== undefined && !(to && isAllowed(from, to)) && !target.startsWith('..');
    });
    expect(violations).toEqual([]);
  });

  it('has no service that imports another', () => {
    const serviceOf = (file: string) => /^services\/([^/]+)\//.exec(file)?.[1];
    const crossings = internal.filter(({ file, target }) => {
      const [from, to] = [serviceOf(file), serviceOf(target)];
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(crossings).toEqual([]);
  });

  const onlyIn = (packages: RegExp, rooms: readonly string[]) =>
    sources
      .filter(
        ({ file, text }) =>
          !rooms.some((r) => file.startsWith(`${r}/`)) && importsOf(text).some((t) => packages.test(t)),
      )
      .map((s) => s.file);

  it('keeps Express in http', () => {
    expect(onlyIn(/^express$/, ['http'])).toEqual([]);
  });

  it('keeps tensor libraries in inference and the families', () => {
    expect(onlyIn(/^(@tensorflow\/|onnxruntime|ml-)/, ['inference', 'families'])).toEqual([]);
  });

  it('reads the environment in kernel/config only', () => {
    const readers = sources.filter(({ text }) => /process\.env/.test(text)).map((s) => s.file);
    expect(readers).toEqual(['kernel/config.ts']);
  });
});
