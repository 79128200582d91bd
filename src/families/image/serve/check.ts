import { concepts } from '../../../chart/catalogue.ts';
import type { ImageSettings } from '../../../inference/image-manifest.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { ModelRegistry } from '../../../inference/registry.ts';
import { AGE } from './age.ts';

/** What is wrong with the manifest of an image model beyond its form, if anything. */
export function misfitOf(manifest: Manifest, registry: ModelRegistry): string | undefined {
  const { image, runtime, outcome, score } = manifest;
  if (!image) return 'there is no "image"';
  if (runtime !== 'onnx') return `the runtime of an image model is onnx, not ${runtime}`;
  if (!outcome.present || score)
    return 'an image model says what is there now: "outcome.present", and no "score"';
  return (
    wrongFile(manifest, image) ??
    wrongInputs(manifest) ??
    wrongOutcomes(manifest, image) ??
    wrongGate(image, registry)
  );
}

const wrongFile = ({ artifacts }: Manifest, { network: { file } }: ImageSettings): string | undefined =>
  artifacts[file] ? undefined : `image.network.file: ${file} is not among the "artifacts"`;

/** Of a request nothing is known but the picture and the age. */
function wrongInputs({ inputs, applicability, cautions }: Manifest): string | undefined {
  const pictures = inputs.filter(({ concept }) => isPicture(concept));
  if (pictures.length !== 1) return 'inputs must name one concept of the kind "image"';
  const others = inputs.filter(({ concept }) => !isPicture(concept) && concept !== AGE);
  if (others.length > 0) return `an image model cannot read ${others.map((i) => i.concept).join(', ')}`;
  const conditions = [
    ...applicability.exclude,
    ...applicability.only,
    ...cautions.flatMap((c) => c.when ?? []),
  ];
  return conditions.length > 0
    ? `an image model cannot know ${conditions.map((c) => c.concept).join(', ')}: no "exclude", "only" or "when"`
    : undefined;
}

const isPicture = (concept: string): boolean => concepts.get(concept)?.kind === 'image';

/** The concept of the pictures of a manifest without a misfit. */
export const pictureConcept = ({ inputs }: Manifest): string =>
  inputs.find(({ concept }) => isPicture(concept))!.concept;

function wrongOutcomes({ further }: Manifest, { findings }: ImageSettings): string | undefined {
  const said = new Set(findings.slice(1).map(({ id }) => id));
  const silent = further.filter(({ id }) => !said.has(id)).map(({ id }) => id);
  return silent.length > 0 ? `"further" has ${silent.join(', ')}, and "image.findings" has not` : undefined;
}

function wrongGate({ gate }: ImageSettings, registry: ModelRegistry): string | undefined {
  if (!gate.model) return undefined;
  const { name, finding } = gate.model;
  const asked = registry.get(name)?.manifest.image;
  if (!asked) return `gate.model: there is no image model ${name}`;
  return asked.findings.some(({ id }) => id === finding)
    ? undefined
    : `gate.model: ${name} has no finding ${finding}`;
}
