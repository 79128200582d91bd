/** Values as they are stored: integers of the pixel data, or floating-point numbers of a parametric map. */
export type Samples =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** The stored values of one frame, row by row; the samples of a pixel side by side. */
export interface StoredPixels {
  readonly samples: Samples;
  readonly samplesPerPixel: 1 | 3;
  /** Bits Stored (0028,0101): what lies above them (overlays of old files) is cut off. */
  readonly bits: number;
  /** Pixel Representation (0028,0103). */
  readonly signed: boolean;
  /** What the samples of a pixel are, after decompression: JPEG 2000 undoes its own colour transform, JPEG does not. */
  readonly colour: 'grey' | 'rgb' | 'ybr' | 'palette';
}

/** One frame as a viewer shows it: 8 bits, row by row, higher is brighter. */
export interface DisplayPixels {
  readonly pixels: Uint8Array;
  /** 1: grey. 3: red, green, blue side by side. */
  readonly channels: 1 | 3;
  /** What chose the grey values: a VOI LUT, a VOI window, or the lowest and highest value of the frame. */
  readonly contrast: 'voi-lut' | 'window' | 'min-max' | 'none';
}

/**
 * One frame of a DICOM file with what a model may know of it. Plain data. Names, identifiers of the patient, dates and
 * institutions are not read; a value that its element does not allow counts as absent.
 */
export interface DicomImage {
  /** (0008,0016) */
  readonly sopClassUid: string | undefined;
  /** (0008,0018) */
  readonly sopInstanceUid: string | undefined;
  /** (0020,000D) */
  readonly studyInstanceUid: string | undefined;
  /** (0020,000E) */
  readonly seriesInstanceUid: string | undefined;
  /** (0002,0010); for a file without meta header, the one it was read as. */
  readonly transferSyntaxUid: string;
  /** (0008,0060), for example `DX`. */
  readonly modality: string | undefined;
  /** (0018,0015), for example `CHEST`. */
  readonly bodyPartExamined: string | undefined;
  /** (0018,5101), for example `PA`. */
  readonly viewPosition: string | undefined;
  /** (0054,0220), what its code means, for example `left lateral`. */
  readonly viewMeaning: string | undefined;
  /** (0020,0062), else (0020,0060): `L`, `R`, `U` or `B`. */
  readonly laterality: string | undefined;
  /** (0020,0020): where the rows and the columns point, for example `L`, `F`. */
  readonly patientOrientation: readonly string[];
  /** Completed years, or parts of a year when (0010,1010) is in months or less; else from birth and study date. */
  readonly patientAgeYears: number | undefined;
  /** (0028,0004), as declared. */
  readonly photometricInterpretation: string;
  /** Pixels, (0028,0010). */
  readonly rows: number;
  /** Pixels, (0028,0011). */
  readonly columns: number;
  /** (0028,0008), 1 when absent. */
  readonly frameCount: number;
  /** Which frame this is, from 0. */
  readonly frame: number;
  /** Height of a pixel by its width, from (0028,0030), (0018,1164) or (0028,0034); 1 when none says. */
  readonly pixelAspectRatio: number;
  /** (0028,0301): text burnt into the picture may identify the patient. */
  readonly burnedInAnnotation: 'yes' | 'no' | 'unknown';
  /** (0008,0008), for example `ORIGINAL`, `PRIMARY`. */
  readonly imageType: readonly string[];
  /** (0008,0068): `FOR PRESENTATION` or `FOR PROCESSING`. */
  readonly presentationIntentType: string | undefined;
  readonly stored: StoredPixels;
  readonly display: DisplayPixels;
}

/** What a file may cost. */
export interface DicomLimits {
  /** Bytes of a file, before and after inflating. */
  readonly maxBytes: number;
  /** Rows × columns × samples of the frame that is decoded. */
  readonly maxPixels: number;
}
