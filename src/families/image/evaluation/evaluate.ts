import type { ImageSettings } from '../../../inference/image-manifest.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { LoadedModel } from '../../../inference/registry.ts';
import { aurocAt } from '../../../statistics/horizon.ts';
import { estimatesOf } from '../serve/findings.ts';
import { withNetwork } from '../serve/with-network.ts';
import { GREY_LEVELS } from '../training/artifacts.ts';
import { sideOf } from '../training/calibrate.ts';
import type { ImageSet, LabelledPicture } from '../training/image-set.ts';
import type { ImageRecipe } from '../training/recipe.ts';
import { type Logits, logitsOf } from '../training/scores.ts';
import { type ExplanationFigures, explanationFigures } from './explanation.ts';
import { byGreyLevels, type GreyLevelModel } from './grey-levels.ts';
import { type Measured, type Report, reportOn } from './report.ts';

export interface ImageEvaluation extends Report {
  readonly model: string;
  readonly version: string;
  readonly data: { readonly sha256: string; readonly n: number; readonly patients: number };
  /** Label → the label that the network holds for the likeliest → how many pictures. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Absent where the finding was seen nowhere. */
  readonly explanation?: ExplanationFigures;
}

type Named = Pick<LoadedModel, 'artifacts'> & {
  readonly manifest: Manifest & { readonly image: ImageSettings };
};

/**
 * Every picture goes through the network that is served, with the calibration and the operating point of the manifest.
 *
 * @throws RangeError where the model has no network
 */
export async function evaluateImages(
  { manifest, artifacts }: Named,
  recipe: ImageRecipe,
  { pictures, sha256 }: ImageSet,
): Promise<ImageEvaluation> {
  const { image } = manifest;
  const file = artifacts.get(image.network.file);
  if (!file) throw new RangeError(`the model has no ${image.network.file}`);
  return withNetwork(image, file, async (network) => {
    const logits = await logitsOf(
      network,
      pictures.map(({ picture }) => picture),
    );
    const measured = measuredOf(manifest, recipe, pictures, logits, greyLevelsIn(artifacts));
    const seen = pictures.filter((_, i) => measured.probability[i]! >= measured.operatingPoint);
    return {
      model: manifest.name,
      version: manifest.version,
      data: { sha256, n: pictures.length, patients: new Set(measured.patients).size },
      ...reportOn(measured),
      confusion: confusionOf(pictures.map(recipe.labelOf), logits, image.labels),
      ...(seen.length > 0 && image.network.maps !== undefined
        ? {
            explanation: await explanationFigures(
              network,
              file,
              seen.map(({ picture }) => picture),
              seen.map(recipe.patientOf),
            ),
          }
        : {}),
    };
  });
}

function measuredOf(
  { image, thresholds }: Named['manifest'],
  { labelOf, patientOf, contrasts, subgroups }: ImageRecipe,
  pictures: readonly LabelledPicture[],
  logits: Logits,
  greyLevels: (GreyLevelModel & { operatingPoint: number }) | undefined,
): Measured {
  const labels = pictures.map(labelOf);
  const estimates = logits.map((row) => estimatesOf(row, image));
  const [first] = image.findings;
  const probability = Float64Array.from(estimates, ([estimate]) => estimate!.probability);
  const grey = greyLevels && Float64Array.from(pictures, ({ picture }) => byGreyLevels(picture, greyLevels));
  return {
    status: Int8Array.from(labels, (label) => sideOf(first!, label) ?? 0),
    probability,
    patients: pictures.map(patientOf),
    operatingPoint: thresholds[0]?.below ?? 1,
    further: Object.fromEntries(
      Object.entries(contrasts).map(([suffix, id]) => [
        `auroc_${suffix}`,
        contrastOf(image, id, labels, estimates),
      ]),
    ),
    groups: Object.fromEntries(
      Object.entries(subgroups).map(([name, levelOf]) => [name, pictures.map(levelOf)]),
    ),
    others:
      grey && greyLevels
        ? { greyLevels: { probability: grey, operatingPoint: greyLevels.operatingPoint } }
        : {},
  };
}

/** How well a finding separates the pictures of its two sides, by its margin; pictures of neither do not count. */
function contrastOf(
  { findings }: ImageSettings,
  id: string,
  labels: readonly string[],
  estimates: readonly ReturnType<typeof estimatesOf>[],
): (weights: Float64Array) => number {
  const finding = findings.find((f) => f.id === id);
  if (!finding) throw new RangeError(`the manifest has no finding ${id}`);
  const sides = labels.map((label) => sideOf(finding, label));
  const status = Int8Array.from(sides, (side) => side ?? -1);
  const margins = Float64Array.from(estimates, (all) => all.find((e) => e.id === id)!.margin);
  return aurocAt(status, margins);
}

function greyLevelsIn(
  artifacts: LoadedModel['artifacts'],
): (GreyLevelModel & { operatingPoint: number }) | undefined {
  const file = artifacts.get(GREY_LEVELS);
  return file && JSON.parse(file.toString('utf8'));
}

function confusionOf(labels: readonly string[], logits: Logits, names: readonly string[]) {
  const counts: Record<string, Record<string, number>> = {};
  labels.forEach((label, i) => {
    const row = logits[i]!;
    const likeliest = names[row.indexOf(Math.max(...row))]!;
    const own = counts[label] ?? {};
    counts[label] = { ...own, [likeliest]: (own[likeliest] ?? 0) + 1 };
  });
  return counts;
}
