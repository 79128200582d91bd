import { createHash } from 'node:crypto';
import type { Element } from './dicom-file.ts';

/** A picture of a made-up person: a public one, that a network may have learned from. */
export interface DemoPicture {
  /** Folder of the data set below `shared/data`, archive in it, and name in the archive. */
  readonly from: { readonly set: string; readonly archive: string; readonly name: string };
  readonly modality: 'DX' | 'US';
  readonly bodyPart: 'CHEST' | 'BREAST';
  readonly view?: 'AP' | 'PA';
  readonly description: string;
  readonly hoursAgo: number;
}

const SOP_CLASSES = {
  DX: '1.2.840.10008.5.1.4.1.1.1.1',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
} as const;

/** The same UID for the same text: derived from a UUID (PS3.5, B.2). */
const uidOf = (text: string): string =>
  `2.25.${BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`)}`;

export interface PictureUids {
  readonly sopClass: string;
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

export const uidsOf = (patient: string, { modality }: DemoPicture): PictureUids => ({
  sopClass: SOP_CLASSES[modality],
  study: uidOf(`${patient} study`),
  series: uidOf(`${patient} series`),
  instance: uidOf(`${patient} instance`),
});

interface Whose {
  readonly id: string;
  readonly family: string;
  readonly sex: 'female' | 'male';
  readonly age: number;
}

/** What the DICOM file of a demo picture says of itself, in the order of the tags. The picture is 8 bits of grey. */
export function elementsOf(
  { id, family, sex, age }: Whose,
  picture: DemoPicture,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Element[] {
  const uids = uidsOf(id, picture);
  const { modality, bodyPart, view, description, from } = picture;
  const none: readonly Element[] = [];
  return [
    ['00080005', 'CS', 'ISO_IR 100'],
    ['00080008', 'CS', 'DERIVED\\PRIMARY'],
    ['00080016', 'UI', uids.sopClass],
    ['00080018', 'UI', uids.instance],
    ['00080020', 'DA', '20260115'],
    ['00080030', 'TM', '090000'],
    ['00080060', 'CS', modality],
    ...(modality === 'DX' ? ([['00080068', 'CS', 'FOR PRESENTATION']] as const) : none),
    ['00081030', 'LO', description],
    ['00082111', 'LO', `JPEG of ${from.set}, made grey and encoded anew`.slice(0, 64)],
    ['00100010', 'PN', `${family}^Demo`],
    ['00100020', 'LO', id],
    ['00100040', 'CS', sex === 'male' ? 'M' : 'F'],
    ['00101010', 'AS', `${String(age).padStart(3, '0')}Y`],
    ['00180015', 'CS', bodyPart],
    ...(view ? ([['00185101', 'CS', view]] as const) : none),
    ['0020000d', 'UI', uids.study],
    ['0020000e', 'UI', uids.series],
    ['00200010', 'SH', '1'],
    ['00200011', 'IS', '1'],
    ['00200013', 'IS', '1'],
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', height],
    ['00280011', 'US', width],
    ['00280100', 'US', 8],
    ['00280101', 'US', 8],
    ['00280102', 'US', 7],
    ['00280103', 'US', 0],
    ['00280301', 'CS', 'NO'],
    // From 0 to 255, as it is.
    ['00281050', 'DS', '128'],
    ['00281051', 'DS', '256'],
    ['00282110', 'CS', '01'],
  ];
}
