import { type ErrorCode, type Problem, problem } from '../../../kernel/errors.ts';

/**
 * Every element that is read, by its keyword (https://dicom.nema.org/medical/dicom/current/output/chtml/part06/chapter_6.html).
 * What is not here is never looked at: no name, no patient identifier, no institution.
 */
const TAGS = {
  MediaStorageSOPClassUID: '00020002',
  TransferSyntaxUID: '00020010',
  ImageType: '00080008',
  SOPClassUID: '00080016',
  SOPInstanceUID: '00080018',
  StudyDate: '00080020',
  Modality: '00080060',
  PresentationIntentType: '00080068',
  CodeMeaning: '00080104',
  PatientBirthDate: '00100030',
  PatientAge: '00101010',
  BodyPartExamined: '00180015',
  ImagerPixelSpacing: '00181164',
  ViewPosition: '00185101',
  StudyInstanceUID: '0020000d',
  SeriesInstanceUID: '0020000e',
  PatientOrientation: '00200020',
  Laterality: '00200060',
  ImageLaterality: '00200062',
  SamplesPerPixel: '00280002',
  PhotometricInterpretation: '00280004',
  PlanarConfiguration: '00280006',
  NumberOfFrames: '00280008',
  Rows: '00280010',
  Columns: '00280011',
  PixelSpacing: '00280030',
  PixelAspectRatio: '00280034',
  BitsAllocated: '00280100',
  BitsStored: '00280101',
  HighBit: '00280102',
  PixelRepresentation: '00280103',
  PixelPaddingValue: '00280120',
  PixelPaddingRangeLimit: '00280121',
  BurnedInAnnotation: '00280301',
  WindowCenter: '00281050',
  WindowWidth: '00281051',
  RescaleIntercept: '00281052',
  RescaleSlope: '00281053',
  VOILUTFunction: '00281056',
  RedPaletteColorLookupTableDescriptor: '00281101',
  GreenPaletteColorLookupTableDescriptor: '00281102',
  BluePaletteColorLookupTableDescriptor: '00281103',
  RedPaletteColorLookupTableData: '00281201',
  GreenPaletteColorLookupTableData: '00281202',
  BluePaletteColorLookupTableData: '00281203',
  SegmentedRedPaletteColorLookupTableData: '00281221',
  SegmentedGreenPaletteColorLookupTableData: '00281222',
  SegmentedBluePaletteColorLookupTableData: '00281223',
  ModalityLUTSequence: '00283000',
  LUTDescriptor: '00283002',
  LUTData: '00283006',
  VOILUTSequence: '00283010',
  PixelMeasuresSequence: '00289110',
  FrameVOILUTSequence: '00289132',
  ViewCodeSequence: '00540220',
  PixelValueTransformationSequence: '00289145',
  SharedFunctionalGroupsSequence: '52009229',
  PerFrameFunctionalGroupsSequence: '52009230',
  ExtendedOffsetTable: '7fe00001',
  FloatPixelData: '7fe00008',
  DoubleFloatPixelData: '7fe00009',
  PixelData: '7fe00010',
} as const;

export type Keyword = keyof typeof TAGS;

/** The name under which dicom-parser keeps an element. */
export const keyOf = (keyword: Keyword): string => `x${TAGS[keyword]}`;

/** `(0028,0010) Rows` */
export const labelOf = (keyword: Keyword): string => `${tagWords(TAGS[keyword])} ${keyword}`;

/** `00280010` → `(0028,0010)` */
export const tagWords = (tag: string): string => `(${tag.slice(0, 4)},${tag.slice(4)})`.toUpperCase();

/** A problem with one element: where, and what was expected there. Never the value that was found. */
export const elementProblem = (
  keyword: Keyword,
  expected: string,
  code: ErrorCode = 'invalid-dicom',
): Problem => problem(code, { expression: labelOf(keyword), diagnostics: `expected ${expected}` });
