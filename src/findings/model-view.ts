import { codesOf, conceptOf } from '../chart/catalogue.ts';
import { readableUnit } from '../chart/readable-units.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { LOINC, SNOMED } from '../kernel/canonical.ts';
import { imageView } from './image-view.ts';
import { scaleWords, scoreUnit } from './score-words.ts';
import { answerName, capitalise, within } from './sentences.ts';

const SYSTEM_NAMES: Readonly<Record<string, string>> = {
  [LOINC]: 'LOINC',
  [SNOMED]: 'SNOMED CT',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
};

/** What readers of a model's page or card need: the manifest with the catalogue's labels, codes and units. */
export function modelView({ manifest, metrics }: LoadedModel) {
  const image = imageView(manifest);
  const { name, version, title, family, outcome, intendedUse, training, references } = manifest;
  return {
    name,
    version,
    title: title.en,
    family,
    outcome: outcome.coding.display,
    outcomeWords: capitalise(manifest.wording.noun),
    ...(outcome.horizon ? { horizon: outcome.horizon } : {}),
    ...(manifest.score ? { score: scoreView(manifest) } : {}),
    ...(outcome.present ? { present: outcome.present } : {}),
    ...(image ? { image } : {}),
    further: manifest.further.map(furtherView),
    intendedUse,
    training,
    references,
    ...(manifest.acknowledgement ? { acknowledgement: manifest.acknowledgement } : {}),
    inputs: manifest.inputs.map(inputView),
    thresholds: manifest.thresholds,
    age: manifest.applicability.age,
    conditions: conditionsOf(manifest),
    ...(metrics === undefined ? {} : { metrics }),
  };
}

export type ModelView = ReturnType<typeof modelView>;

/** The scale of an answer that is no probability. */
function scoreView(manifest: Manifest) {
  const scale = scaleWords(manifest);
  return {
    label: answerName(manifest),
    unit: scoreUnit(manifest),
    decimals: manifest.score?.decimals ?? 0,
    ...(scale ? { scale } : {}),
  };
}

/** "Heart failure within 10 years", "Observed age (years)". */
function furtherView({ noun, horizon, unit }: Manifest['further'][number]): string {
  const words = unit ? readableUnit(unit) : '';
  return `${capitalise(noun)}${within(horizon)}${words ? ` (${words})` : ''}`;
}

/** "Only for people with cirrhosis", "Not for pregnancy". */
const conditionsOf = ({ applicability: { only, exclude } }: Manifest): readonly string[] => [
  ...only.map(({ because }) => `Only for ${because}`),
  ...exclude.map(({ because }) => `Not for ${because}`),
];

function inputView({
  concept,
  required,
  window,
  stale,
  series,
  modifiable,
}: LoadedModel['manifest']['inputs'][number]) {
  const entry = conceptOf(concept);
  return {
    label: entry.label,
    codes: codesOf(entry).map((c) => `${SYSTEM_NAMES[c.system] ?? c.system} ${c.code}`),
    unit: 'unit' in entry && entry.unit !== undefined ? readableUnit(entry.unit) : undefined,
    required,
    window,
    stale,
    series,
    modifiable,
  };
}
