import type { ImageFinding } from '../../../inference/image-manifest.ts';
import type { FloatTensor } from '../../../inference/onnx/pool.ts';
import { marginGradient } from '../serve/findings.ts';
import type { HeatMap } from './heat-map.ts';

/**
 * What speaks for a finding, from the class activation maps of one picture (Zhou et al. 2016, arXiv:1512.04150). Each
 * map counts as much as its logit moves the margin. A network whose logits are a linear layer on the means of its last
 * channels has Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391) of the margin in it, but for a factor: there the
 * channels are weighted by the gradient of the margin, which is that of the margin by the logits times the layer.
 *
 * @param maps `[1, labels, rows, columns]`
 */
export function activationMap(
  { dims, data }: FloatTensor,
  logits: ArrayLike<number>,
  labels: readonly string[],
  finding: Pick<ImageFinding, 'of' | 'against'>,
): HeatMap {
  const [, , rows = 1, columns = 1] = dims;
  const values = new Float32Array(rows * columns);
  marginGradient(logits, labels, finding).forEach((weight, k) => {
    if (weight === 0) return;
    for (let i = 0; i < values.length; i++) values[i]! += weight * data[k * values.length + i]!;
  });
  return { rows, columns, values };
}
