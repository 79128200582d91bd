import type { DataSet } from 'dicom-parser';
import { elementOf, itemsOf } from './elements.ts';
import type { Keyword } from './tags.ts';

/**
 * Where the attributes of one frame may lie: the macro of its own functional group, then of the shared one, then the
 * data set itself, as ordinary images have it
 * (https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.7.6.16.html).
 */
export function frameSets(set: DataSet, frame: number, macro: Keyword): DataSet[] {
  const own = itemsOf(set, 'PerFrameFunctionalGroupsSequence')[frame];
  const shared = itemsOf(set, 'SharedFunctionalGroupsSequence')[0];
  const macros = [own, shared].flatMap((group) => (group ? itemsOf(group, macro) : []));
  return [...macros, set];
}

/** The first of these data sets that has the element. */
export const holderOf = (sets: readonly DataSet[], keyword: Keyword): DataSet | undefined =>
  sets.find((set) => (elementOf(set, keyword)?.length ?? 0) > 0);
