import type { DataSet } from 'dicom-parser';
import { codeOf, decimalsOf, itemsOf } from './elements.ts';
import { frameSets, holderOf } from './functional-groups.ts';
import { inFull, type LookupTable, largestEntry, lookUp, readLookupTable } from './lookup-table.ts';
import type { DisplayPixels } from './types.ts';

/** From a value in the modality's unit to 0 (black) – 1 (white). */
export interface Voi {
  readonly contrast: DisplayPixels['contrast'];
  readonly grey: (value: number) => number;
}

/**
 * The first VOI LUT, else the first window, as the file gives them
 * (https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.11.2.html). One that is not usable, for example
 * a window without width, counts as absent.
 */
export function readVoi(set: DataSet, frame: number, signed: boolean): Voi | undefined {
  const sets = frameSets(set, frame, 'FrameVOILUTSequence');
  const table = sets.flatMap((holder) => tableIn(holder, signed))[0];
  if (table) {
    const most = largestEntry(table);
    return { contrast: 'voi-lut', grey: (value) => lookUp(table, value) / most };
  }
  return windowIn(sets);
}

function tableIn(holder: DataSet, signed: boolean): LookupTable[] {
  const item = itemsOf(holder, 'VOILUTSequence')[0];
  const table = item ? readLookupTable(item, 'LUTDescriptor', 'LUTData', signed) : undefined;
  return table?.ok ? [inFull(table.value)] : [];
}

function windowIn(sets: readonly DataSet[]): Voi | undefined {
  const holder = holderOf(sets, 'WindowCenter');
  if (!holder) return undefined;
  const [center, width] = [decimalsOf(holder, 'WindowCenter')[0], decimalsOf(holder, 'WindowWidth')[0]];
  const curve = CURVES[codeOf(holder, 'VOILUTFunction') ?? 'LINEAR'];
  if (center === undefined || width === undefined || !curve || width < curve.least) return undefined;
  return { contrast: 'window', grey: curve.grey(center, width) };
}

interface Curve {
  /** Narrowest window for which it is defined. */
  readonly least: number;
  readonly grey: (center: number, width: number) => (value: number) => number;
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

/** PS3.3 C.11.2.1.2 and C.11.2.1.3. */
const CURVES: Readonly<Record<string, Curve | undefined>> = {
  LINEAR: {
    least: 1,
    grey: (center, width) => (value) => {
      if (width === 1) return value <= center - 0.5 ? 0 : 1;
      return clamp((value - (center - 0.5)) / (width - 1) + 0.5);
    },
  },
  LINEAR_EXACT: {
    least: Number.MIN_VALUE,
    grey: (center, width) => (value) => clamp((value - center) / width + 0.5),
  },
  SIGMOID: {
    least: Number.MIN_VALUE,
    grey: (center, width) => (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width)),
  },
};
