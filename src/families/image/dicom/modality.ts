import type { DataSet } from 'dicom-parser';
import { err, ok, type Result } from '../../../kernel/result.ts';
import { decimalsOf, elementOf, itemsOf } from './elements.ts';
import { frameSets, holderOf } from './functional-groups.ts';
import { lookUp, readLookupTable } from './lookup-table.ts';
import { elementProblem, type Keyword } from './tags.ts';

/** From a stored value to the modality's own unit, for example Hounsfield units. */
export type Modality = (stored: number) => number;

/** Modality LUT or rescale (https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.11.html#sect_C.11.1). */
export function readModality(set: DataSet, frame: number, signed: boolean): Result<Modality> {
  const item = itemsOf(set, 'ModalityLUTSequence')[0];
  if (item) {
    const table = readLookupTable(item, 'LUTDescriptor', 'LUTData', signed);
    return table.ok ? ok((value) => lookUp(table.value, value)) : table;
  }
  const sets = frameSets(set, frame, 'PixelValueTransformationSequence');
  const slope = numberIn(sets, 'RescaleSlope', 1);
  const intercept = numberIn(sets, 'RescaleIntercept', 0);
  if (!slope) return err(elementProblem('RescaleSlope', 'a number other than 0'));
  if (intercept === undefined) return err(elementProblem('RescaleIntercept', 'a number'));
  return ok((value) => value * slope + intercept);
}

/** `absent` where no data set has the element; `undefined` where it is no number. */
function numberIn(sets: readonly DataSet[], keyword: Keyword, absent: number): number | undefined {
  const holder = holderOf(sets, keyword);
  return holder && elementOf(holder, keyword) ? decimalsOf(holder, keyword)[0] : absent;
}
