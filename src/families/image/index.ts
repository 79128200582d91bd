export type { ImageAnalysis, ImageModel, ImageModels, ImageRequest } from './contract.ts';
export { type DicomDecoder, type DicomDecoderOptions, dicomDecoder } from './dicom/client.ts';
export type { DicomImage } from './dicom/types.ts';
export { type ImageModelOptions, type OpenedImageModels, openImageModels } from './serve/open.ts';
