import type { DatedValue, GivenValue } from '../../src/chart/from-values.ts';
import { canonical, DESCRIBING, isStated, MEASURED, SEXES, UNITS } from './parameters.ts';
import type { SeriesTable } from './series-table.ts';

/** A chart is read 48 hours after admission; of which day does not matter. */
export const NOW = new Date('2012-01-03T00:00:00Z');
const STAY_MINUTES = 48 * 60;

/** FHIR instant of a minute since admission. */
const instantOf = (minute: number): string =>
  new Date(NOW.getTime() - (STAY_MINUTES - minute) * 60_000).toISOString();

/** The values of each stay, in the order in which they were charted. */
export interface Stays {
  /** Age in years, sex and kind of unit as the data set codes them; NaN where it does not say. */
  describe(record: number): Readonly<Record<(typeof DESCRIBING)[number], number>>;
  /** By concept id, in canonical units. */
  valuesOf(record: number): Readonly<Record<string, GivenValue | readonly DatedValue[]>>;
  readonly records: ReadonlySet<number>;
}

export function staysOf(table: SeriesTable): Stays {
  const rowsOf = rowsByRecord(table);
  const describe = (record: number) => describing(table, rowsOf.get(record) ?? NONE);
  return {
    describe,
    records: new Set(rowsOf.keys()),
    valuesOf(record) {
      const { Age, Gender, ICUType } = describe(record);
      const unit = UNITS[ICUType];
      return {
        age: Age,
        sex: SEXES[Gender],
        ...(unit ? { 'intensive-care-unit': { value: unit, date: instantOf(0) } } : {}),
        ...seriesOf(table, rowsOf.get(record) ?? NONE),
      };
    },
  };
}

const NONE = new Int32Array(0);

/** Places of the rows of each record, whatever the order of the table. */
function rowsByRecord({ rows, record }: SeriesTable): ReadonlyMap<number, Int32Array> {
  const places = new Map<number, number[]>();
  for (let i = 0; i < rows; i++) {
    const own = places.get(record[i]!);
    if (own) own.push(i);
    else places.set(record[i]!, [i]);
  }
  return new Map([...places].map(([id, list]) => [id, Int32Array.from(list)]));
}

function describing({ parameters, parameter, value }: SeriesTable, rows: Int32Array) {
  const found: Record<string, number> = {};
  for (const i of rows) {
    const name = parameters[parameter[i]!]!;
    if (DESCRIBING.includes(name as never) && isStated(value[i]!)) found[name] ??= value[i]!;
  }
  const of = (name: string): number => found[name] ?? Number.NaN;
  return { Age: of('Age'), Gender: of('Gender'), ICUType: of('ICUType') };
}

function seriesOf({ parameters, parameter, minute, value }: SeriesTable, rows: Int32Array) {
  const series: Record<string, DatedValue[]> = {};
  for (const i of rows) {
    const measured = MEASURED[parameters[parameter[i]!]!];
    if (!measured || !isStated(value[i]!)) continue;
    const points = series[measured.concept] ?? [];
    series[measured.concept] = points;
    points.push({ value: canonical(value[i]!, measured), date: instantOf(minute[i]!) });
  }
  return series;
}
