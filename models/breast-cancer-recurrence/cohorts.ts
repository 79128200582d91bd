import {
  type CsvFile,
  type CsvRow,
  firstBad,
  flagIn,
  invalidData,
  monthsOf,
  numberIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import { ok, type Result } from '../../src/kernel/result.ts';

/** A woman of either cohort. */
export interface Case {
  readonly id: string;
  readonly row: CsvRow;
  /** mm; of a class in which Rotterdam gives sizes, a typical one. */
  readonly size: number;
  readonly grade: number | 'lower of two' | 'higher of two' | undefined;
  readonly chemotherapy: boolean | undefined;
  /** Months from surgery to recurrence or death, or to the last news without either. */
  readonly time: number;
  readonly event: 0 | 1;
}

const SHARED = ['pid', 'age', 'meno', 'size', 'grade', 'nodes', 'pgr', 'er', 'hormon'];
const ROTTERDAM = [...SHARED, 'chemo', 'rtime', 'recur', 'dtime', 'death'];
const GERMAN_TRIAL = [...SHARED, 'rfstime', 'status'];

/** The women of a file of the Rotterdam tumour bank or of the German trial, told apart by their columns. */
export function casesOf(file: CsvFile): Result<Case[]> {
  if (file.lacks(ROTTERDAM).length === 0) {
    return (
      firstBad(file, isRotterdamOutcome, 'rtime, recur, dtime and death') ?? ok(file.rows.map(rotterdam))
    );
  }
  if (file.lacks(GERMAN_TRIAL).length === 0) {
    return firstBad(file, isTrialOutcome, 'rfstime and status') ?? ok(file.rows.map(germanTrial));
  }
  const [bank, trial] = [file.lacks(ROTTERDAM).join(', '), file.lacks(GERMAN_TRIAL).join(', ')];
  return invalidData(`${file.name} lacks the columns ${bank} (or, for the German trial, ${trial})`);
}

const isRotterdamOutcome = ({ rtime, recur, dtime, death }: CsvRow): boolean =>
  numberIn(rtime) >= 0 && numberIn(dtime) >= 0 && flagIn(recur) !== undefined && flagIn(death) !== undefined;

const isTrialOutcome = ({ rfstime, status }: CsvRow): boolean =>
  numberIn(rfstime) >= 0 && flagIn(status) !== undefined;

/** Typical of the classes up to 20, 20 to 50 and over 50 mm. */
const SIZES: Readonly<Record<string, number>> = { '<=20': 16, '20-50': 30, '>50': 60 };

/** Rotterdam gave one of two grades. */
const GRADES: Readonly<Record<string, Case['grade']>> = { '2': 'lower of two', '3': 'higher of two' };

/**
 * Recurrence-free survival: the first of recurrence and death. In 43 women death was known after the last news of
 * recurrence; it counts when it came, as Royston & Altman did (BMC Med Res Methodol 2013;13:33).
 */
function rotterdam(row: CsvRow): Case {
  const recurred = flagIn(row.recur) === true;
  return {
    id: `rotterdam-${row.pid}`,
    row,
    size: SIZES[row.size ?? ''] ?? numberIn(row.size),
    grade: GRADES[row.grade ?? ''],
    chemotherapy: flagIn(row.chemo),
    time: monthsOf(numberIn(recurred ? row.rtime : row.dtime)),
    event: recurred || flagIn(row.death) ? 1 : 0,
  };
}

/** Every woman of the trial was given three or six courses of chemotherapy (Schumacher, J Clin Oncol 1994;12:2086). */
function germanTrial(row: CsvRow): Case {
  const grade = numberIn(row.grade);
  return {
    id: `german-trial-${row.pid}`,
    row,
    size: SIZES[row.size ?? ''] ?? numberIn(row.size),
    grade: Number.isNaN(grade) ? undefined : grade,
    chemotherapy: true,
    time: monthsOf(numberIn(row.rfstime)),
    event: flagIn(row.status) ? 1 : 0,
  };
}
