/** How the frames of a transfer syntax are coded. */
export type Coding =
  | 'native'
  | 'deflated-frame'
  | 'rle'
  | 'jpeg'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k';

export interface TransferSyntax {
  readonly uid: string;
  readonly coding: Coding;
  readonly bigEndian?: true;
  /** The whole data set is deflated. */
  readonly deflated?: true;
}

/** https://dicom.nema.org/medical/dicom/current/output/chtml/part05/chapter_10.html, with retired ones still about. */
const TABLE: readonly TransferSyntax[] = [
  { uid: '1.2.840.10008.1.2', coding: 'native' },
  { uid: '1.2.840.10008.1.2.1', coding: 'native' },
  { uid: '1.2.840.10008.1.2.1.99', coding: 'native', deflated: true },
  { uid: '1.2.840.10008.1.2.2', coding: 'native', bigEndian: true },
  { uid: '1.2.840.10008.1.2.8.1', coding: 'deflated-frame' },
  { uid: '1.2.840.10008.1.2.5', coding: 'rle' },
  { uid: '1.2.840.10008.1.2.4.50', coding: 'jpeg' },
  { uid: '1.2.840.10008.1.2.4.51', coding: 'jpeg' },
  { uid: '1.2.840.10008.1.2.4.53', coding: 'jpeg' },
  { uid: '1.2.840.10008.1.2.4.55', coding: 'jpeg' },
  { uid: '1.2.840.10008.1.2.4.57', coding: 'jpeg-lossless' },
  { uid: '1.2.840.10008.1.2.4.70', coding: 'jpeg-lossless' },
  { uid: '1.2.840.10008.1.2.4.80', coding: 'jpeg-ls' },
  { uid: '1.2.840.10008.1.2.4.81', coding: 'jpeg-ls' },
  { uid: '1.2.840.10008.1.2.4.90', coding: 'jpeg-2000' },
  { uid: '1.2.840.10008.1.2.4.91', coding: 'jpeg-2000' },
  { uid: '1.2.840.10008.1.2.4.201', coding: 'htj2k' },
  { uid: '1.2.840.10008.1.2.4.202', coding: 'htj2k' },
  { uid: '1.2.840.10008.1.2.4.203', coding: 'htj2k' },
];

const BY_UID = new Map(TABLE.map((syntax) => [syntax.uid, syntax]));

export const transferSyntax = (uid: string): TransferSyntax | undefined => BY_UID.get(uid);

export const transferSyntaxes = (): readonly TransferSyntax[] => TABLE;

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
