import { problem } from '../../src/kernel/errors.ts';
import { err, ok, type Result } from '../../src/kernel/result.ts';

export const SERIES_COLUMNS = ['record_id', 'minute', 'parameter', 'value'] as const;

/** Values of the stays in typed arrays: there are millions. */
export interface SeriesTable {
  readonly rows: number;
  readonly record: Int32Array;
  /** Minutes since admission to the unit. */
  readonly minute: Float32Array;
  /** Place in `parameters`. */
  readonly parameter: Uint8Array;
  readonly value: Float64Array;
  readonly parameters: readonly string[];
}

/**
 * Reads files of the columns `SERIES_COLUMNS`, in any order, with plain fields: no quotes, no separators inside.
 *
 * @returns `invalid-data` naming the file and the first row that is not a value of a stay
 */
export function readSeriesTable(files: readonly { name: string; text: string }[]): Result<SeriesTable> {
  const record: number[] = [];
  const minute: number[] = [];
  const parameter: number[] = [];
  const value: number[] = [];
  const parameters = new Map<string, number>();
  for (const { name, text } of files) {
    let number = 0;
    for (const row of rowsOf(text)) {
      number++;
      if (!row)
        return err(problem('invalid-data', { message: `${name}: row ${number} is not a value of a stay` }));
      const known = parameters.get(row.parameter) ?? parameters.size;
      parameters.set(row.parameter, known);
      record.push(row.record);
      minute.push(row.minute);
      parameter.push(known);
      value.push(row.value);
    }
  }
  return ok({
    rows: record.length,
    record: Int32Array.from(record),
    minute: Float32Array.from(minute),
    parameter: Uint8Array.from(parameter),
    value: Float64Array.from(value),
    parameters: [...parameters.keys()],
  });
}

interface SeriesRow {
  readonly record: number;
  readonly minute: number;
  readonly parameter: string;
  readonly value: number;
}

/** Undefined for a row that cannot be read. */
function* rowsOf(text: string): Generator<SeriesRow | undefined> {
  const lines = linesOf(text);
  const header = fieldsOf(lines.next().value ?? '');
  const places = SERIES_COLUMNS.map((column) => header.indexOf(column));
  for (const line of lines) {
    if (line === '') continue;
    const fields = fieldsOf(line);
    const [record, minute, parameter, value] = places.map((place) => fields[place] ?? '');
    const row = {
      record: number(record),
      minute: number(minute),
      parameter: parameter!,
      value: number(value),
    };
    const isWhole = fields.length === header.length && parameter !== '';
    yield isWhole && Number.isFinite(row.record + row.minute + row.value) ? row : undefined;
  }
}

/** One after the other: a file has millions. */
function* linesOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    yield text.slice(at, end).trim();
    at = end + 1;
  }
}

const fieldsOf = (line: string): string[] => line.split(',').map((field) => field.trim());

const number = (text: string | undefined): number => (text ? Number(text) : Number.NaN);
