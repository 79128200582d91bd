import type { GivenValue } from '../../src/chart/from-values.ts';
import {
  bandOf,
  type CsvRow,
  groupsOf,
  invalidData,
  readCsvFiles,
  usableRows,
  valueIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import type { TabularData } from '../../src/families/prognosis/training/tabular.ts';
import { ok, type Result } from '../../src/kernel/result.ts';
import { conditionsOfCodes, diagnosisGroup } from './diagnoses.ts';
import { attendingSpecialty } from './specialties.ts';

/** Column → concept in its canonical unit. */
const COUNTED: Readonly<Record<string, string>> = {
  time_in_hospital: 'length-of-stay',
  num_lab_procedures: 'laboratory-procedures-of-stay',
  num_procedures: 'procedures-of-stay',
  num_medications: 'medications-of-stay',
  number_outpatient: 'outpatient-visits-past-year',
  number_emergency: 'emergency-visits-past-year',
  number_inpatient: 'inpatient-stays-past-year',
  number_diagnoses: 'diagnoses-of-stay',
};

const COLUMNS = [
  ...['encounter_id', 'patient_nbr', 'race', 'gender', 'age', 'readmitted', 'insulin'],
  ...['diag_1', 'diag_2', 'diag_3', 'medical_specialty', 'metformin'],
  ...['discharge_disposition_id', 'admission_source_id', 'admission_type_id', 'A1Cresult'],
  ...Object.keys(COUNTED),
];

/** Dead, or in a hospice: they are not readmitted, and that is nothing to learn from (IDs_mapping.csv). */
const NOT_AT_RISK: ReadonlySet<string> = new Set(['11', '13', '14', '19', '20', '21']);

/** Values have no dates: every chart is read on the day of discharge. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/**
 * Reads hospital stays of people with diabetes (Strack et al., BioMed Res Int 2014:781670) from a CSV file, packed or
 * not, or from those of a folder that have its columns. People discharged dead or to a hospice are left out.
 *
 * @returns `invalid-data` naming the file and the missing columns or the first unusable outcome
 */
export async function readData(path: string): Promise<Result<TabularData>> {
  const read = await readCsvFiles(path);
  if (!read.ok) return read;
  const { files, sha256 } = read.value;
  const stays = files.filter((file) => file.lacks(['encounter_id']).length === 0);
  const [first] = stays;
  if (!first)
    return invalidData(`${files[0]!.name} lacks the columns ${files[0]!.lacks(COLUMNS).join(', ')}`);
  const rows = usableRows(stays, { columns: COLUMNS, isUsable: hasOutcome, what: 'readmitted' });
  return rows.ok ? ok(toData(rows.value, sha256)) : rows;
}

const hasOutcome = ({ readmitted }: CsvRow): boolean => ['<30', '>30', 'NO'].includes(readmitted ?? '');

function toData(all: readonly CsvRow[], sha256: string): TabularData {
  const known = knownAtDischarge(all);
  const rows = all.filter((row) => !NOT_AT_RISK.has(row.discharge_disposition_id ?? ''));
  return {
    sha256,
    ids: rows.map((row) => row.encounter_id ?? ''),
    patients: rows.map((row) => row.patient_nbr ?? ''),
    now: READ_AT,
    valuesOf: (row) => valuesOf(rows[row]!, known.get(rows[row]!.encounter_id ?? '')),
    outcomes: new Map([
      [
        'readmission',
        { kind: 'binary', status: Int8Array.from(rows, (row) => (row.readmitted === '<30' ? 1 : 0)) },
      ],
    ]),
    groups: groupsOf(rows, GROUPS),
    comparators: new Map([
      [
        'inpatientStaysPastYear',
        {
          values: Float64Array.from(rows, (row) => Number(row.number_inpatient)),
          isRisk: false,
          outcome: 'readmission',
        },
      ],
    ]),
  };
}

/** What a hospital knows of a person at the end of a stay from its record of that stay and of those before. */
interface Known {
  readonly earlierStays: number;
  /** The first three diagnoses of each of these stays. */
  readonly codes: readonly string[];
}

/** Encounters are numbered as they came. Nothing is taken from later stays, nor from what came of earlier ones. */
function knownAtDischarge(rows: readonly CsvRow[]): ReadonlyMap<string, Known> {
  const ofPatient = new Map<string, Known>();
  const ofStay = new Map<string, Known>();
  for (const row of rows.toSorted((a, b) => Number(a.encounter_id) - Number(b.encounter_id))) {
    const patient = row.patient_nbr ?? '';
    const before = ofPatient.get(patient);
    const known: Known = {
      earlierStays: before ? before.earlierStays + 1 : 0,
      codes: [...new Set([...(before?.codes ?? []), ...codesOf(row)])],
    };
    ofStay.set(row.encounter_id ?? '', known);
    ofPatient.set(patient, known);
  }
  return ofStay;
}

const codesOf = ({ diag_1, diag_2, diag_3 }: CsvRow): readonly string[] =>
  [diag_1, diag_2, diag_3].filter((code): code is string => Boolean(code));

const valuesOf = (row: CsvRow, known: Known | undefined): Readonly<Record<string, GivenValue>> => ({
  ...conditionsOfCodes(known?.codes ?? []),
  age: ageOf(row),
  sex: SEXES[row.gender ?? ''],
  'diabetes-mellitus': true,
  'principal-diagnosis-group': diagnosisGroup(row.diag_1),
  'discharge-destination': DESTINATIONS[row.discharge_disposition_id ?? ''],
  'admission-route': ROUTES[row.admission_source_id ?? ''],
  'admission-urgency': URGENCIES[row.admission_type_id ?? ''],
  'attending-specialty': attendingSpecialty(row.medical_specialty),
  'insulin-change': INSULIN[row.insulin ?? ''],
  metformin: row.metformin ? row.metformin !== 'No' : undefined,
  'earlier-stays-on-record': known?.earlierStays,
  ...Object.fromEntries(Object.entries(COUNTED).map(([column, concept]) => [concept, valueIn(row[column])])),
});

const SEXES: Readonly<Record<string, string>> = { Male: 'male', Female: 'female' };

/** "[70-80)" → 75. */
function ageOf({ age = '' }: CsvRow): number | undefined {
  const decade = /^\[(\d+)-/.exec(age)?.[1];
  return decade === undefined ? undefined : Number(decade) + 5;
}

const GROUPS: Readonly<Record<string, (row: CsvRow) => string>> = {
  sex: (row) => row.gender?.toLowerCase() || 'unknown',
  ageBand: (row) => bandOf(ageOf(row) ?? Number.NaN, [50, 70], ['under 50', '50-69', '70+']),
  race: (row) => row.race || 'unknown',
};

const DESTINATIONS: Readonly<Record<string, string>> = {
  '1': 'home',
  '8': 'home-health',
  '6': 'home-health',
  '3': 'skilled-nursing',
  '15': 'skilled-nursing',
  '4': 'intermediate-care',
  '24': 'intermediate-care',
  '22': 'rehabilitation',
  '2': 'short-term-hospital',
  '5': 'other-hospital',
  '9': 'other-hospital',
  '23': 'long-term-care',
  '7': 'against-advice',
  '28': 'psychiatric',
  ...Object.fromEntries(['10', '12', '16', '17', '27', '29', '30'].map((id) => [id, 'other'])),
};

const ROUTES: Readonly<Record<string, string>> = {
  '7': 'emergency',
  ...Object.fromEntries(['1', '2', '3'].map((id) => [id, 'referral'])),
  ...Object.fromEntries(['4', '5', '6', '10', '18', '22', '25'].map((id) => [id, 'transfer'])),
  ...Object.fromEntries(['8', '11', '12', '13', '14', '19', '23', '24', '26'].map((id) => [id, 'other'])),
};

const URGENCIES: Readonly<Record<string, string>> = {
  '1': 'emergency',
  '7': 'emergency',
  '2': 'urgent',
  '3': 'elective',
};

const INSULIN: Readonly<Record<string, string>> = {
  No: 'none',
  Steady: 'steady',
  Up: 'raised',
  Down: 'lowered',
};
