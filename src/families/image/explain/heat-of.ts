import { ok, type Result } from '../../../kernel/result.ts';
import { marginOf } from '../serve/findings.ts';
import type { NetworkOutputs, ServedNetwork } from '../serve/network.ts';
import { activationMap } from './class-activation.ts';
import type { HeatMap } from './heat-map.ts';
import { occlusionMap } from './occlusion.ts';

/**
 * Where in a picture the first finding of a network comes from: the network's own maps, where it has them, else what
 * covering parts of the picture changes.
 *
 * @param data the numbers that the network had
 * @param outputs what it made of them
 */
export async function heatOf(
  data: Float32Array,
  { logits, maps }: NetworkOutputs,
  network: ServedNetwork,
): Promise<Result<HeatMap>> {
  const { labels, findings, preprocess, network: shape } = network.settings;
  const finding = findings[0]!;
  if (maps) return ok(activationMap(maps, logits, labels, finding));
  const numbers = { data, channels: shape.channels, side: preprocess.side };
  return occlusionMap(numbers, marginOf(logits, labels, finding), (batch, count) =>
    marginsOf(network, batch, count),
  );
}

/** The margin of the first finding of each of some pictures, whose numbers come one after the other. */
export async function marginsOf(
  { run, settings: { labels, findings } }: ServedNetwork,
  numbers: Float32Array,
  count: number,
): Promise<Result<readonly number[]>> {
  const outputs = await run(numbers, count);
  if (!outputs.ok) return outputs;
  const { logits } = outputs.value;
  return ok(
    Array.from({ length: count }, (_, i) =>
      marginOf(logits.subarray(i * labels.length, (i + 1) * labels.length), labels, findings[0]!),
    ),
  );
}
