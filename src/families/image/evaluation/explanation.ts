import type { ImageSettings } from '../../../inference/image-manifest.ts';
import { unwrap } from '../../../kernel/result.ts';
import { bootstrap, type Estimate } from '../../../statistics/bootstrap.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { heatMapsOf, mapCorrelation, maskedMargins, randomised } from '../explain/sanity.ts';
import { exportNetwork } from '../onnx/export.ts';
import { networkOf } from '../onnx/import.ts';
import type { Picture } from '../pixels/picture.ts';
import type { ServedNetwork } from '../serve/network.ts';
import { withNetwork } from '../serve/with-network.ts';
import { patientsOf } from './patients.ts';

/** Whether heat maps show what the network goes by, on pictures in which it sees the first finding. */
export interface ExplanationFigures {
  readonly n: number;
  /** Fall of the margin, in logits, when the warmest tenth of a picture is covered. */
  readonly maskingHot: Estimate;
  /** The same for other parts of that size and shape. */
  readonly maskingRandom: Estimate;
  readonly maskingDifference: Estimate;
  /** Mean rank correlation of the maps with those of the same network with weights drawn anew; absent of a network that is not ours. */
  readonly randomisedWeightsRankCorrelation?: Estimate;
}

const SHARE = 0.1;
const DRAWS = 8;
const RESAMPLES = 1_000;
const SEED = 20_261_125;

/** @param patients whose each picture is */
export async function explanationFigures(
  network: ServedNetwork,
  file: Uint8Array,
  pictures: readonly Picture[],
  patients: readonly string[],
): Promise<ExplanationFigures> {
  const masking = { share: SHARE, draws: DRAWS, random: seededRandom(SEED) };
  const falls = unwrap(await maskedMargins(network, pictures, masking));
  const correlations = await correlationsOf(network, file, pictures);
  const columns = {
    maskingHot: falls.map(({ hot }) => hot),
    maskingRandom: falls.map(({ random }) => random),
    maskingDifference: falls.map(({ hot, random }) => hot - random),
    ...(correlations ? { randomisedWeightsRankCorrelation: correlations } : {}),
  };
  return { n: pictures.length, ...meansOf(columns, patients) };
}

async function correlationsOf(
  network: ServedNetwork,
  file: Uint8Array,
  pictures: readonly Picture[],
): Promise<readonly number[] | undefined> {
  const own = networkOf(file);
  if (!own) return undefined;
  const maps = unwrap(await heatMapsOf(network, pictures));
  const anew = exportNetwork(randomised(own, seededRandom(SEED)));
  const settings: ImageSettings = network.settings;
  const others = await withNetwork(settings, anew, async (other) =>
    unwrap(await heatMapsOf(other, pictures)),
  );
  return maps.map((map, i) => mapCorrelation(map, others[i]!));
}

function meansOf<T extends Record<string, readonly number[]>>(
  columns: T,
  patients: readonly string[],
): { [K in keyof T]: Estimate } {
  const people = patientsOf(patients);
  const means = (counts: Float64Array) => {
    const weights = people.spread(counts);
    const total = weights.reduce((a, b) => a + b, 0);
    return Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total,
      ]),
    );
  };
  return bootstrap(people.count, means, { resamples: RESAMPLES, random: seededRandom(SEED) }) as {
    [K in keyof T]: Estimate;
  };
}
