import type { Manifest } from '../../../inference/manifest.ts';
import type { ImageRequest } from '../contract.ts';
import { ageOf, contradictingAge } from './age.ts';
import { isColoured, oneOf, type Quality } from './gate.ts';

/** What limits an answer on a picture: the manifest's cautions, and what is unusual about this one. */
export function imageCautions(
  request: ImageRequest,
  quality: Quality,
  { image: settings, cautions, applicability }: Manifest,
): string[] {
  const { image } = request;
  const { gate, network } = settings!;
  const other = contradictingAge(request);
  const said: (string | false)[] = [
    unsaid('of which modality it is', image.modality, gate.modality),
    unsaid('which part of the body it shows', image.bodyPartExamined, gate.bodyPart),
    unsaid('which view it is', image.viewPosition, gate.view),
    applicability.age !== undefined &&
      ageOf(request)?.from === 'file' &&
      'The age is from the file of the picture: the record gives none for the day of the study.',
    other !== undefined &&
      `The file of the picture says age ${Math.floor(other)}, the record says ${Math.floor(request.age!.years)}: check that it is of this patient.`,
    image.frameCount > 1 && `Only frame ${image.frame + 1} of ${image.frameCount} was looked at.`,
    image.presentationIntentType === 'FOR PROCESSING' &&
      'The file is one for processing: its contrast may not be that of a picture for reading.',
    network.channels === 1 &&
      isColoured(quality) &&
      'The picture has colours (flow, elasticity or marks), which the model sees as grey.',
    image.burnedInAnnotation === 'yes' &&
      'The picture has text burnt into it, which may name the patient and was seen by the model.',
  ];
  return [...said.filter((caution) => caution !== false), ...cautions.map(({ says }) => says)];
}

const unsaid = (what: string, found: string | undefined, wanted: readonly string[]): string | false =>
  wanted.length > 0 &&
  found === undefined &&
  `The file does not say ${what}; the model is for ${oneOf(wanted)}.`;
