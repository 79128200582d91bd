import type { DataSet } from 'dicom-parser';
import { ageAt } from '../../../chart/age.ts';
import { codeOf, codesOf, dateOf, decimalsOf, itemsOf, textsOf, uidOf } from './elements.ts';
import { frameSets, holderOf } from './functional-groups.ts';
import type { Keyword } from './tags.ts';
import type { DicomImage } from './types.ts';

type Attributes = Pick<
  DicomImage,
  | 'sopClassUid'
  | 'sopInstanceUid'
  | 'studyInstanceUid'
  | 'seriesInstanceUid'
  | 'modality'
  | 'bodyPartExamined'
  | 'viewPosition'
  | 'viewMeaning'
  | 'laterality'
  | 'patientOrientation'
  | 'patientAgeYears'
  | 'pixelAspectRatio'
  | 'burnedInAnnotation'
  | 'imageType'
  | 'presentationIntentType'
>;

/** What a model may know of an image, and nothing that names the patient. */
export const readAttributes = (set: DataSet, frame: number): Attributes => ({
  sopClassUid: uidOf(set, 'SOPClassUID'),
  sopInstanceUid: uidOf(set, 'SOPInstanceUID'),
  studyInstanceUid: uidOf(set, 'StudyInstanceUID'),
  seriesInstanceUid: uidOf(set, 'SeriesInstanceUID'),
  modality: codeOf(set, 'Modality'),
  bodyPartExamined: codeOf(set, 'BodyPartExamined'),
  viewPosition: codeOf(set, 'ViewPosition'),
  viewMeaning: meaningOf(itemsOf(set, 'ViewCodeSequence')[0]),
  laterality: codeOf(set, 'ImageLaterality') ?? codeOf(set, 'Laterality'),
  patientOrientation: codesOf(set, 'PatientOrientation'),
  patientAgeYears: readAge(set),
  pixelAspectRatio: readAspectRatio(set, frame),
  burnedInAnnotation: readBurnedIn(set),
  imageType: codesOf(set, 'ImageType'),
  presentationIntentType: codeOf(set, 'PresentationIntentType'),
});

const meaningOf = (item: DataSet | undefined): string | undefined =>
  (item && textsOf(item, 'CodeMeaning')[0]?.trim().toLowerCase()) || undefined;

const YEARS_PER = { Y: 1, M: 1 / 12, W: 7 / 365.25, D: 1 / 365.25 } as const;
const OLDEST = 130;

/** Patient's Age, else the age at the study by the birth date. */
function readAge(set: DataSet): number | undefined {
  const [, count, unit] = /^(\d{3})([YMWD])$/.exec(textsOf(set, 'PatientAge')[0] ?? '') ?? [];
  if (count) return plausible(Number(count) * YEARS_PER[unit as keyof typeof YEARS_PER]);
  const [birth, study] = [dateOf(set, 'PatientBirthDate'), dateOf(set, 'StudyDate')];
  return birth && study ? plausible(ageAt(birth, new Date(study))) : undefined;
}

const plausible = (years: number): number | undefined => (years >= 0 && years <= OLDEST ? years : undefined);

/** The elements that say how high and how wide a pixel is, the one measured in the patient first. */
const SPACINGS: readonly Keyword[] = ['PixelSpacing', 'ImagerPixelSpacing', 'PixelAspectRatio'];

function readAspectRatio(set: DataSet, frame: number): number {
  const sets = frameSets(set, frame, 'PixelMeasuresSequence');
  for (const keyword of SPACINGS) {
    const holder = holderOf(sets, keyword);
    const [vertical, horizontal] = holder ? decimalsOf(holder, keyword) : [];
    if (vertical && horizontal && vertical > 0 && horizontal > 0) return vertical / horizontal;
  }
  return 1;
}

function readBurnedIn(set: DataSet): DicomImage['burnedInAnnotation'] {
  const code = codeOf(set, 'BurnedInAnnotation');
  if (code === 'YES') return 'yes';
  return code === 'NO' ? 'no' : 'unknown';
}
