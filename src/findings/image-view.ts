import type { ImageFinding, ImageGate, ImageSettings } from '../inference/image-manifest.ts';
import type { Manifest } from '../inference/manifest.ts';
import { toPercent } from './percent.ts';
import { capitalise, listWords } from './sentences.ts';

/** What a reader must know of a model that reads pictures. */
export interface ImageView {
  /** Each a picture or person of which nothing is said. */
  readonly declines: readonly string[];
  /** What becomes of a picture on its way to the answer: name and words. */
  readonly reading: readonly (readonly [string, string])[];
  /** Percent from which on a finding counts as there: sensitivity and specificity are of this. */
  readonly operatingPoint?: number;
}

/** Undefined for a model that reads values. */
export function imageView({ image, thresholds, applicability }: Manifest): ImageView | undefined {
  if (!image) return undefined;
  const [first] = thresholds;
  return {
    declines: [
      ...byAttributes(image.gate),
      ...byAge(applicability),
      ...byPixels(image),
      ...byModel(image.gate),
    ],
    reading: readingOf(image),
    ...(first?.below === undefined ? {} : { operatingPoint: toPercent(first.below) }),
  };
}

/** "DX or CR". */
const either = (words: readonly string[]): string => listWords(words).replace(/ and (?=[^,]*$)/, ' or ');

const byAttributes = ({ modality, bodyPart, view }: ImageGate): string[] =>
  [
    { what: 'modality', wanted: modality },
    { what: 'body part', wanted: bodyPart },
    { what: 'view', wanted: view },
  ]
    .filter(({ wanted }) => wanted.length > 0)
    .map(({ what, wanted }) => `The file says another ${what} than ${either(wanted)}`);

const byAge = ({ age }: Manifest['applicability']): string[] =>
  age ? [`The person is younger than ${age.min} or older than ${age.max} years, or of unknown age`] : [];

function byPixels({ gate: { minSide, minDeviation }, network }: ImageSettings): string[] {
  return [
    `The shorter side of the picture has fewer than ${minSide} pixels`,
    `The picture is blank: its grey levels, from 0 to 255, have a standard deviation below ${minDeviation}`,
    ...(network.channels === 1 ? ['The picture is in colours (ultrasound may have coloured marks)'] : []),
  ];
}

const byModel = ({ model }: ImageGate): string[] =>
  model
    ? [
        `The picture does not look like ${model.because}: ${model.name} gives that a probability below ${toPercent(model.atLeast)}%`,
      ]
    : [];

const FITS = {
  stretch: 'stretched to a square',
  pad: 'filled up with black to a square',
  crop: 'cut to the square in its middle',
} as const;

function readingOf({ network, preprocess, labels, findings }: ImageSettings): ImageView['reading'] {
  const { side, fit, normalise } = preprocess;
  const levels =
    normalise.kind === 'own'
      ? "grey levels by the picture's own mean and deviation"
      : `grey levels by a mean of ${normalise.mean} and a deviation of ${normalise.deviation}`;
  const colours = network.channels === 3 ? 'three colour channels' : 'one grey channel';
  return [
    ['Picture', `${FITS[fit]} of ${side} × ${side} pixels, ${colours}, ${levels}`],
    ['Labels of the network', labels.join(', ')],
    ...findings.map((finding) => ['Finding', findingWords(finding)] as const),
    ['Heat map', network.maps ? CLASS_ACTIVATION : OCCLUSION],
  ];
}

const CLASS_ACTIVATION = 'class activation map: what each place adds to the finding';
const OCCLUSION = 'occlusion: how much the finding loses when a place is covered';

/** "Bacterial pneumonia: bacteria against virus, given pneumonia; calibrated (slope 0.9, intercept −0.1)". */
function findingWords({ id, of, against, within, calibration }: ImageFinding): string {
  const { slope, intercept } = calibration;
  const isCalibrated = slope !== 1 || intercept !== 0;
  return [
    `${capitalise(id.replaceAll('-', ' '))}: ${of.join(' or ')}`,
    against.length > 0 ? ` against ${against.join(' or ')}` : '',
    within ? `, as a part of ${within.replaceAll('-', ' ')}` : '',
    isCalibrated ? `; calibrated (slope ${digits(slope)}, intercept ${digits(intercept)})` : '',
  ].join('');
}

const digits = (value: number): string => value.toFixed(2).replace('-', '−');
