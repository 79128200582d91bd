import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageSettings } from '../../../inference/image-manifest.ts';
import type { Job } from '../../../inference/way.ts';
import { ok, type Result } from '../../../kernel/result.ts';
import { quantile } from '../../../statistics/order.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { byGreyLevels, fitGreyLevels } from '../evaluation/grey-levels.ts';
import { exportNetwork } from '../onnx/export.ts';
import { augmented, strained } from '../pixels/augment.ts';
import { toSquare } from '../pixels/resize.ts';
import { withNetwork } from '../serve/with-network.ts';
import type { Trained } from './artifacts.ts';
import { calibrationOf, operatingPointFor, sideOf, type Validation } from './calibrate.ts';
import type { ImageSet, LabelledPicture } from './image-set.ts';
import { keeperIn } from './keeper.ts';
import type { ImageRecipe } from './recipe.ts';
import { logitsOf } from './scores.ts';
import { splitOf, trainNetwork } from './train.ts';

/** Changed copies of each validation picture, beside the picture itself, that calibration and operating point rest on. */
const COPIES = 3;

/** Everything of a model that comes from pictures: network, calibration, operating point, and what it is compared with. */
export async function learn(
  recipe: ImageRecipe,
  settings: ImageSettings,
  images: ImageSet,
  { placeOf, scratch, log }: Pick<Job, 'placeOf' | 'scratch' | 'log'>,
): Promise<Result<Trained>> {
  const backbone = placeOf(recipe.backbone);
  const key = await keyOf(recipe, settings, images, backbone);
  const keeper = await keeperIn(scratch, key);
  const network = await trainNetwork(recipe, settings, images, { backbone, log, keeper });
  if (!network.ok) return network;
  const file = exportNetwork(network.value);
  log('calibrating on the validation pictures');
  return ok({ network: file, ...(await measured(recipe, settings, images, file, log)) });
}

/** Whatever shapes a network; another of it does not go on where this one was. */
async function keyOf(
  recipe: ImageRecipe,
  { labels, preprocess }: ImageSettings,
  { sha256 }: ImageSet,
  backbone: string,
): Promise<string> {
  const { augmentation, lastLayer, frozenTo, validationShare, fit, seed } = recipe;
  const shape = { labels, preprocess, augmentation, lastLayer, frozenTo, validationShare, fit, seed };
  const weights = await readFile(join(backbone, 'weights.json')).catch(() => '');
  return createHash('sha256').update(JSON.stringify(shape)).update(sha256).update(weights).digest('hex');
}

async function measured(
  recipe: ImageRecipe,
  settings: ImageSettings,
  images: ImageSet,
  file: Uint8Array,
  log: (line: string) => void,
): Promise<Omit<Trained, 'network'>> {
  const { training, validation } = splitOf(recipe, settings.labels, images);
  const of = (rows: Int32Array) => Array.from(rows, (row) => images.pictures[row]!);
  const judged = await validationOf(recipe, settings, of(validation.rows), file);
  const findings = settings.findings.map((finding) => ({
    ...finding,
    calibration: calibrationOf(finding, settings.labels, judged, recipe.seed),
  }));
  const pointOf = (finding: (typeof findings)[number]) =>
    operatingPointFor(recipe.sensitivity, finding, settings.labels, judged);
  // A gate of another model rests on one of these: its manifest says from which probability on.
  for (const finding of findings)
    log(`${finding.id}: a sensitivity of ${recipe.sensitivity} from ${pointOf(finding)} on`);
  const [first] = findings;
  if (!first) throw new RangeError('a manifest has at least one finding');
  return {
    calibrations: findings.map(({ calibration }) => calibration),
    operatingPoint: pointOf(first),
    greyLevels: greyLevelsOf(recipe, first, of(training.rows), of(validation.rows)),
  };
}

/** The validation pictures as they are, and changed by more than training pictures. */
async function validationOf(
  { augmentation, strain, labelOf, patientOf, seed }: ImageRecipe,
  settings: ImageSettings,
  pictures: readonly LabelledPicture[],
  file: Uint8Array,
): Promise<Validation> {
  const { side, fit } = settings.preprocess;
  const random = seededRandom(seed);
  const seen = pictures.flatMap((labelled) => {
    const square = toSquare(labelled.picture, side, fit);
    const copies = Array.from({ length: COPIES }, () =>
      augmented(square, strained(augmentation, strain), random),
    );
    return [square, ...copies].map((picture) => ({ ...labelled, picture }));
  });
  const shown = seen.map(({ picture }) => picture);
  return {
    logits: await withNetwork(settings, file, (network) => logitsOf(network, shown)),
    labels: seen.map(labelOf),
    patients: seen.map(patientOf),
  };
}

/** The baseline learns from the training pictures; its operating point has the same sensitivity on validation. */
function greyLevelsOf(
  { labelOf, sensitivity }: ImageRecipe,
  finding: ImageSettings['findings'][number],
  training: readonly LabelledPicture[],
  validation: readonly LabelledPicture[],
): Trained['greyLevels'] {
  const decided = training.filter((picture) => sideOf(finding, labelOf(picture)) !== undefined);
  const model = fitGreyLevels(
    decided.map(({ picture }) => picture),
    decided.map((picture) => sideOf(finding, labelOf(picture))!),
  );
  const found = validation
    .filter((picture) => sideOf(finding, labelOf(picture)) === 1)
    .map(({ picture }) => byGreyLevels(picture, model));
  const sorted = Float64Array.from(found).sort();
  return { ...model, operatingPoint: quantile(sorted, 1 - sensitivity) };
}
