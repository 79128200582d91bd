import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/readmission-30-day/dataset.ts';
import { CONDITIONS, PRINCIPAL_GROUPS } from '../../../models/readmission-30-day/diagnoses.ts';
import { conceptOf } from '../../../src/chart/catalogue.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, type Row } from '../nhanes-mortality/rows.ts';

/** Invented. */
const STAY: Row = {
  encounter_id: 500,
  patient_nbr: 7,
  race: 'Asian',
  gender: 'Female',
  age: '[60-70)',
  admission_type_id: 1,
  discharge_disposition_id: 3,
  admission_source_id: 7,
  time_in_hospital: 6,
  num_lab_procedures: 44,
  num_procedures: 2,
  num_medications: 15,
  number_outpatient: 0,
  number_emergency: 1,
  number_inpatient: 2,
  number_diagnoses: 9,
  diag_1: '428',
  diag_2: '250.42',
  diag_3: '38',
  A1Cresult: 'None',
  insulin: 'Up',
  metformin: 'Steady',
  medical_specialty: 'Nephrology',
  readmitted: '<30',
};

const read = async (...rows: Row[]) => {
  const text = csvOf(rows, Object.keys(STAY));
  return unwrap(await inFolder({ 'a.csv': text }, (folder) => readData(join(folder, 'a.csv'))));
};

const conditionsIn = (values: Readonly<Record<string, unknown>>): readonly string[] =>
  CONDITIONS.filter((concept) => values[concept] === true);

describe('a stay of a person with diabetes', () => {
  it('has what is known at discharge', async () => {
    const data = await read(STAY);
    expect(data.valuesOf(0)).toMatchObject({
      age: 65,
      sex: 'female',
      'principal-diagnosis-group': 'heart-failure',
      'discharge-destination': 'skilled-nursing',
      'admission-route': 'emergency',
      'admission-urgency': 'emergency',
      'attending-specialty': 'nephrology',
      'insulin-change': 'raised',
      metformin: true,
      'earlier-stays-on-record': 0,
      'inpatient-stays-past-year': 2,
      anaemia: false,
    });
    expect(data.outcomes.get('readmission')).toEqual({ kind: 'binary', status: Int8Array.of(1) });
  });

  it('has the conditions that its three codes mean, leading zeros left out', async () => {
    const data = await read(STAY);
    expect(conditionsIn(data.valuesOf(0))).toEqual(['heart-failure', 'sepsis', 'diabetic-kidney-disease']);
  });

  it('has those of earlier stays of the person as well, and never of later ones or of others', async () => {
    const none = { diag_2: '', diag_3: '' };
    const data = await read(
      { ...STAY, ...none, encounter_id: 900, diag_1: '585' },
      { ...STAY, ...none, encounter_id: 100, diag_1: '496' },
      { ...STAY, ...none, diag_1: 'V57' },
      { ...STAY, ...none, encounter_id: 50, patient_nbr: 8, diag_1: '571' },
    );
    const byId = new Map(data.ids.map((id, row) => [id, conditionsIn(data.valuesOf(row))]));
    expect(byId.get('100')).toEqual(['chronic-lung-disease']);
    expect(byId.get('500')).toEqual(['chronic-lung-disease']);
    expect(byId.get('900')).toEqual(['chronic-kidney-disease', 'chronic-lung-disease']);
  });

  it('does not depend on what became of any stay', async () => {
    const rows = [STAY, { ...STAY, encounter_id: 900 }];
    const before = await read(...rows);
    const after = await read(...rows.map((row) => ({ ...row, readmitted: 'NO' })));
    for (const row of [0, 1]) expect(after.valuesOf(row)).toEqual(before.valuesOf(row));
  });

  it('says nothing of conditions where no diagnosis is known', async () => {
    const data = await read({ ...STAY, diag_1: '', diag_2: '', diag_3: '' });
    expect(CONDITIONS.filter((concept) => concept in data.valuesOf(0))).toEqual([]);
  });

  it('is left out after death or to a hospice', async () => {
    const data = await read(STAY, { ...STAY, encounter_id: 600, discharge_disposition_id: 13 });
    expect(data.ids).toEqual(['500']);
  });
});

describe('the concepts of the recipe', () => {
  it('are conditions with rules for ICD-9-CM and ICD-10', () => {
    const without = CONDITIONS.map(conceptOf).filter(
      (c) => c.kind !== 'condition' || c.icd9Prefixes.length === 0 || c.icd10Prefixes.length === 0,
    );
    expect(without).toEqual([]);
  });

  it('know every group of principal diagnoses', () => {
    const concept = conceptOf('principal-diagnosis-group');
    const known = concept.kind === 'coded' ? concept.values.map(({ value }) => value) : [];
    expect([...PRINCIPAL_GROUPS, 'other'].toSorted()).toEqual(known.toSorted());
  });
});
