import type { DataSet } from 'dicom-parser';
import { ok, type Result } from '../../../kernel/result.ts';
import { colourPixels } from './colour.ts';
import type { Geometry } from './geometry.ts';
import { greyPixels } from './grey.ts';
import { applyPalette } from './palette.ts';
import type { DisplayPixels, StoredPixels } from './types.ts';

/** What a viewer would show of the stored values. */
export function displayPixels(
  set: DataSet,
  frame: number,
  geometry: Geometry,
  stored: StoredPixels,
): Result<DisplayPixels> {
  if (stored.colour === 'grey') return greyPixels(set, frame, stored, geometry.photometric === 'MONOCHROME1');
  if (stored.colour === 'palette') {
    const pixels = applyPalette(set, stored);
    return pixels.ok ? ok({ pixels: pixels.value, channels: 3, contrast: 'none' }) : pixels;
  }
  return ok({ pixels: colourPixels(stored), channels: 3, contrast: 'none' });
}
