import type { Manifest } from '../../../inference/manifest.ts';
import type { Abstention } from '../../../inference/prediction.ts';
import type { ImageRequest } from '../contract.ts';

export const AGE = 'age';

/** How old somebody is, and who says so: a reference of the record. */
export interface KnownAge {
  readonly years: number;
  readonly source: string;
  readonly from: 'record' | 'file';
}

type Why = Pick<Abstention, 'reason' | 'because' | 'concepts'>;

/** What the record says, else what the file says. */
export function ageOf({ age, image, study }: ImageRequest): KnownAge | undefined {
  if (age) return { ...age, from: 'record' };
  const years = image.patientAgeYears;
  return years === undefined ? undefined : { years, source: study, from: 'file' };
}

/** Years by which record and file may differ: one may be of another day, and both are rounded. */
const TOLERANCE = 1;

/** What the file says, where the record says something else. */
export function contradictingAge({ age, image: { patientAgeYears } }: ImageRequest): number | undefined {
  if (!age || patientAgeYears === undefined) return undefined;
  return areAlike(age.years, patientAgeYears) ? undefined : patientAgeYears;
}

/** Whether an age in a record and one in a file may be of the same person on the same day. */
export const areAlike = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE;

/** @param years completed, or with parts of a year */
export const isWithin = (years: number, range: Manifest['applicability']['age']): boolean =>
  !range || (Math.floor(years) >= range.min && Math.floor(years) <= range.max);

/** Why a model must not answer: the age is not known, or one of those that are given is not one that it is for. */
export function refusedByAge(
  request: ImageRequest,
  { inputs, applicability }: Pick<Manifest, 'inputs' | 'applicability'>,
): Why | undefined {
  const known = ageOf(request);
  const range = applicability.age;
  const isNeeded = range !== undefined || inputs.some((i) => i.concept === AGE && i.required);
  if (!known)
    return isNeeded
      ? { reason: 'required-input-missing', because: 'age is missing (none found)', concepts: [AGE] }
      : undefined;
  if (!range) return undefined;
  const limits = `${range.min} to ${range.max} years`;
  const outOfRange = (because: string): Why => ({ reason: 'out-of-range', because, concepts: [AGE] });
  if (!isWithin(known.years, range)) return outOfRange(`age ${Math.floor(known.years)} is outside ${limits}`);
  const other = contradictingAge(request);
  return other !== undefined && !isWithin(other, range)
    ? outOfRange(`the file of the picture says age ${Math.floor(other)}, which is outside ${limits}`)
    : undefined;
}
