import { codesOf, conceptOf } from '../chart/catalogue.ts';
import { readableUnit } from '../chart/readable-units.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { LOINC, SNOMED } from '../kernel/canonical.ts';

const SYSTEM_NAMES: Readonly<Record<string, string>> = {
  [LOINC]: 'LOINC',
  [SNOMED]: 'SNOMED CT',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
};

/** What readers of a model's page or card need: the manifest with the catalogue's labels, codes and units. */
export function modelView({ manifest, metrics }: LoadedModel) {
  const {
    name,
    version,
    title,
    family,
    outcome,
    intendedUse,
    training,
    references,
    thresholds,
    applicability,
  } = manifest;
  return {
    name,
    version,
    title: title.en,
    family,
    outcome: outcome.coding.display,
    horizon: outcome.horizon,
    intendedUse,
    training,
    references,
    inputs: manifest.inputs.map(inputView),
    thresholds,
    age: applicability.age,
    ...(metrics === undefined ? {} : { metrics }),
  };
}

export type ModelView = ReturnType<typeof modelView>;

function inputView({ concept, required, window, stale }: LoadedModel['manifest']['inputs'][number]) {
  const entry = conceptOf(concept);
  return {
    label: entry.label,
    codes: codesOf(entry).map((c) => `${SYSTEM_NAMES[c.system] ?? c.system} ${c.code}`),
    unit: 'unit' in entry && entry.unit !== undefined ? readableUnit(entry.unit) : undefined,
    required,
    window,
    stale,
  };
}
