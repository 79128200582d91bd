import type { ModelOutput, ModelRef, PictureExplanation } from '../../inference/prediction.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import type { Result } from '../../kernel/result.ts';
import type { DicomImage } from './dicom/types.ts';

/** One picture of a patient, decoded, and what the record says of it. */
export interface ImageRequest {
  readonly image: DicomImage;
  /** Reference of its ImagingStudy in the record: `ImagingStudy/1`. */
  readonly study: string;
  /** When the study was started, ISO 8601, where it is known. */
  readonly date?: string;
  /** Age at the study in years, from the record; without it, what the file says counts. */
  readonly age?: { readonly years: number; readonly source: string };
}

export interface ImageAnalysis {
  /** A prediction; or an abstention without any number: the gate refused the picture, or the age is outside. */
  readonly output: ModelOutput;
  /** Absent with an abstention. */
  readonly explanation?: PictureExplanation;
}

/** An image model as jobs ask it. */
export interface ImageModel {
  readonly loaded: LoadedModel;
  /** The model that stands before it. */
  readonly gate?: ModelRef;
  /** Fails with `model-timeout`, `model-failed` or `overloaded`: asking again may help. */
  analyse(request: ImageRequest): Promise<Result<ImageAnalysis>>;
}

/** Every image model of a server, with the threads that they share. */
export interface ImageModels {
  readonly models: readonly ImageModel[];
  /** Ends the threads. */
  close(): Promise<void>;
}
