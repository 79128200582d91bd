import type { DataSet } from 'dicom-parser';
import { ok, type Result } from '../../../kernel/result.ts';
import { elementOf } from './elements.ts';
import { inFull, type LookupTable, largestEntry, lookUp, readLookupTable } from './lookup-table.ts';
import { readSegments } from './segments.ts';
import type { StoredPixels } from './types.ts';

/** Red, green and blue of each stored value (https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.7.6.3.html#sect_C.7.6.3.1.5). */
export function applyPalette(set: DataSet, stored: StoredPixels): Result<Uint8Array<ArrayBuffer>> {
  const tables: LookupTable[] = [];
  for (const colour of ['Red', 'Green', 'Blue'] as const) {
    const table = readColour(set, colour, stored.signed);
    if (!table.ok) return table;
    tables.push(inFull(table.value));
  }
  const out = new Uint8Array(3 * stored.samples.length);
  for (const [channel, table] of tables.entries()) {
    const scale = 255 / largestEntry(table);
    for (let i = 0; i < stored.samples.length; i++)
      out[3 * i + channel] = Math.floor(lookUp(table, stored.samples[i]!) * scale);
  }
  return ok(out);
}

function readColour(set: DataSet, colour: 'Red' | 'Green' | 'Blue', signed: boolean): Result<LookupTable> {
  const descriptor = `${colour}PaletteColorLookupTableDescriptor` as const;
  const segmented = `Segmented${colour}PaletteColorLookupTableData` as const;
  return elementOf(set, segmented)
    ? readLookupTable(set, descriptor, segmented, signed, readSegments)
    : readLookupTable(set, descriptor, `${colour}PaletteColorLookupTableData`, signed);
}
