import type { ImageGate, ImageSettings } from '../../../inference/image-manifest.ts';
import type { Abstention } from '../../../inference/prediction.ts';
import type { DicomImage } from '../dicom/types.ts';

/** Why a picture is not one that a model was made for. */
export type Refusal = Pick<Abstention, 'reason' | 'because'>;

const refused = (because: string): Refusal => ({ reason: 'not-applicable', because });

type Attributes = Pick<
  DicomImage,
  'modality' | 'bodyPartExamined' | 'viewPosition' | 'viewMeaning' | 'patientOrientation'
>;

/** By what its file says that it is. What a file does not say is no reason. */
export function refusedByAttributes(image: Attributes, gate: ImageGate): Refusal | undefined {
  const checks = [
    { what: 'modality', found: image.modality, wanted: gate.modality },
    { what: 'body part', found: image.bodyPartExamined, wanted: gate.bodyPart },
    { what: 'view', found: image.viewPosition ?? sideView(image, gate), wanted: gate.view },
  ];
  const wrong = checks.find(
    ({ found, wanted }) => found !== undefined && wanted.length > 0 && !wanted.includes(found),
  );
  return wrong && refused(`the ${wrong.what} of the picture is ${wrong.found}, not ${oneOf(wrong.wanted)}`);
}

/** View Positions (0018,5101) of a picture taken from the side. */
const LATERAL: readonly string[] = ['LL', 'RL'];

/** "lateral" where the code of the view says so, or the rows point forwards or backwards, and the model is for none such. */
function sideView({ viewMeaning = '', patientOrientation: [rows = ''] }: Attributes, { view }: ImageGate) {
  const isLateral = /^(left |right )?lateral( view| projection)?$/.test(viewMeaning) || /^[AP]/.test(rows);
  return isLateral && !view.some((wanted) => LATERAL.includes(wanted)) ? 'lateral' : undefined;
}

/** "DX, CR or RG". */
export const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** What can be told of pixels without knowing what they show. */
export interface Quality {
  /** Of the shorter side, in pixels. */
  readonly side: number;
  /** Standard deviation of the grey levels, 0 to 255. */
  readonly deviation: number;
  /** Share of the pixels that have a colour, 0–1. */
  readonly coloured: number;
}

/** Share of coloured pixels from which a picture is one in colours: marks and letters are less. */
const MOST_COLOURED = 0.02;

/** Ultrasound: grey pictures, often with coloured marks, bars or flow in them. */
const MARKED_IN_COLOUR: readonly (string | undefined)[] = ['US', 'IVUS'];

/** A picture in colours, beyond marks and letters. */
export const isColoured = ({ coloured }: Quality): boolean => coloured > MOST_COLOURED;

/** By what its pixels are like: too few of them, nothing on them, colours where the network knows none. */
export function refusedByQuality(
  quality: Quality,
  { gate, network }: Pick<ImageSettings, 'gate' | 'network'>,
  modality: string | undefined,
): Refusal | undefined {
  if (quality.side < gate.minSide)
    return refused(`the picture is too small: ${quality.side} of at least ${gate.minSide} pixels`);
  if (quality.deviation < gate.minDeviation) return refused('the picture is blank');
  const isForeign = network.channels === 1 && !MARKED_IN_COLOUR.includes(modality);
  return isForeign && isColoured(quality)
    ? refused('the picture is in colours, and the model knows grey pictures only')
    : undefined;
}

/** By what another model takes it for. @param probability 0–1, of the finding that the gate names */
export const refusedByModel = (
  probability: number,
  { atLeast, because }: NonNullable<ImageGate['model']>,
): Refusal | undefined =>
  probability >= atLeast ? undefined : refused(`the picture does not look like ${because}`);
