import { availableParallelism } from 'node:os';
import type { LoadedModel, ModelRegistry } from '../../../inference/registry.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { ImageModel, ImageModels } from '../contract.ts';
import { misfitOf, pictureConcept } from './check.ts';
import { type Engine, type Engines, openEngines } from './engines.ts';
import { type GateModel, imageModel } from './model.ts';
import { openNetwork, type ServedNetwork } from './network.ts';
import { type Pictures, pictureThreads } from './pictures.ts';

export interface ImageModelOptions {
  /** What computes the networks; those that Kairos has not exported itself are always computed by ONNX Runtime. */
  readonly engine?: Engine;
  /** Networks that run, and pictures that are prepared, at the same time; by default one for each core. */
  readonly workers?: number;
}

export interface OpenedImageModels extends ImageModels {
  /** By the name of each model, those included that only stand before others: what computes its network. */
  readonly engines: ReadonlyMap<string, Engine>;
}

/**
 * Opens every image model of a registry, on threads that they share. A model that no service asks is not listed: it
 * stands before those that name it. Fails with `invalid-manifest` where a manifest or its network does not fit.
 */
export async function openImageModels(
  registry: ModelRegistry,
  { engine = 'onnx', workers = availableParallelism() }: ImageModelOptions = {},
): Promise<Result<OpenedImageModels>> {
  const engines = openEngines(engine, workers);
  const pictures = pictureThreads(workers);
  const close = async () => {
    await Promise.all([engines.close(), pictures.close()]);
  };
  const opened = await openAll(registry, engines);
  if (!opened.ok) {
    await close();
    return opened;
  }
  const all = [...opened.value.values()];
  return ok({
    models: all
      .filter(({ loaded }) => loaded.manifest.services.length > 0)
      .map((model) => listed(model, opened.value, pictures)),
    engines: new Map(all.map(({ loaded, engine: used }) => [loaded.manifest.name, used])),
    close,
  });
}

interface Opened {
  readonly loaded: LoadedModel;
  readonly network: ServedNetwork;
  readonly engine: Engine;
}

/** By name. The first that does not fit is the answer. */
async function openAll(
  registry: ModelRegistry,
  engines: Engines,
): Promise<Result<ReadonlyMap<string, Opened>>> {
  const opened = new Map<string, Opened>();
  for (const loaded of registry.models.filter(({ manifest }) => manifest.family === 'image')) {
    const { name } = loaded.manifest;
    const one = await openOne(loaded, registry, engines);
    if (!one.ok) return err(problem('invalid-manifest', { message: `models/${name}: ${one.error.message}` }));
    opened.set(name, one.value);
  }
  return ok(opened);
}

async function openOne(
  loaded: LoadedModel,
  registry: ModelRegistry,
  engines: Engines,
): Promise<Result<Opened>> {
  const wrong = misfitOf(loaded.manifest, registry);
  if (wrong) return err(problem('invalid-manifest', { message: wrong }));
  const { engine, compute } = engines.computeFor(loaded);
  const network = await openNetwork(loaded.manifest.image!, compute);
  return network.ok ? ok({ loaded, network: network.value, engine }) : network;
}

function listed(
  { loaded, network }: Opened,
  all: ReadonlyMap<string, Opened>,
  pictures: Pictures,
): ImageModel {
  const { settings } = network;
  const rule = settings.gate.model;
  const gate = rule && gateOf(rule, all.get(rule.name)!);
  return imageModel({ loaded, settings, concept: pictureConcept(loaded.manifest), network, gate, pictures });
}

const gateOf = (rule: GateModel['rule'], { loaded, network }: Opened): GateModel => ({
  model: { name: loaded.manifest.name, version: loaded.manifest.version },
  network,
  rule,
});
