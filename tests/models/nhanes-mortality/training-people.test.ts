import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import heldAside from '../../../demo/held-aside.json' with { type: 'json' };
import { readCohort } from '../../../models/nhanes-mortality/dataset.ts';
import { recipe } from '../../../models/nhanes-mortality/train.ts';
import { trainingPeople } from '../../../src/families/prognosis/training/train.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { models } from '../model-folders.ts';
import { csvOf, inFolder, ROW, type Row } from './rows.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DATA = resolve(ROOT, '../shared/data/nhanes-mortality');
const { manifest } = models.find((m) => m.manifest.name === 'nhanes-mortality')!;
const shown = heldAside['nhanes-mortality'].sampleIds;

const learnedFrom = async (...rows: Row[]) => {
  const read = await inFolder({ 'a.csv': csvOf(rows) }, readCohort);
  return trainingPeople(unwrap(read).cohort, recipe, manifest);
};

describe('the people a model learns from', () => {
  it('are none of those that the demo shows', async () => {
    const demo = shown.map((sample_id) => ({ ...ROW, sample_id }));
    expect((await learnedFrom(...demo, ROW)).ids).toEqual(['1999_1']);
  });

  it('lack nothing that is required, and are those for whom the model is made', async () => {
    const people = await learnedFrom(
      { ...ROW, sample_id: 'no-creatinine', creatinine_mg_dL: '' },
      { ...ROW, sample_id: 'pregnant', pregnant: 1 },
      { ...ROW, sample_id: 'child', age_years: 17 },
      { ...ROW, sample_id: 'kept' },
    );
    expect(people.ids).toEqual(['kept']);
  });

  it('have no implausible value', async () => {
    const people = await learnedFrom({ ...ROW, glucose_mg_dL: 90_000 });
    expect(people.inputs.get('glucose')![0]).toBeNaN();
    expect(people.inputs.get('albumin')![0]).toBe(4.2);
  });
});

describe('the demo patients', () => {
  it('are all held aside', () => {
    expect(shown).toHaveLength(readdirSync(join(ROOT, 'demo/patients')).length);
    expect(new Set(shown)).toEqual(recipe.heldAside);
  });

  it.skipIf(!existsSync(DATA))(
    'are people of the data set, and not learned from (skipped without ../shared/data)',
    async () => {
      const { cohort } = unwrap(await readCohort(DATA));
      const everyone = new Set(cohort.ids);
      const learned = new Set(trainingPeople(cohort, recipe, manifest).ids);
      expect(shown.filter((id) => !everyone.has(id))).toEqual([]);
      expect(shown.filter((id) => learned.has(id))).toEqual([]);
      expect(learned.size).toBeGreaterThan(20_000);
    },
  );
});
