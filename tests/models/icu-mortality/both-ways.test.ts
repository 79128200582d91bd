import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/icu-mortality/dataset.ts';
import { features } from '../../../models/icu-mortality/features.ts';
import { chartFromFhir } from '../../../src/chart/from-fhir.ts';
import { chartFromValues } from '../../../src/chart/from-values.ts';
import { selectInputs } from '../../../src/chart/select.ts';
import type { Chart } from '../../../src/chart/types.ts';
import { vectorFrom } from '../../../src/families/prognosis/features/vector.ts';
import { openPrognosisModel } from '../../../src/families/prognosis/index.ts';
import { nameOf } from '../../../src/families/prognosis/training/charted.ts';
import type { ModelOutput } from '../../../src/inference/prediction.ts';
import { loadModel } from '../../../src/inference/registry.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { fhirRecordOf } from './fhir-stay.ts';
import { inFolder, longCsv, STAY, summaryCsv } from './stay.ts';

const files = { 'values.csv': longCsv({ 7: STAY }), 'outcomes.csv': summaryCsv({ 7: 1 }) };
const { now, valuesOf } = unwrap(await inFolder(files, readData));
const fromRow = chartFromValues({ now, values: valuesOf(0) });
const fromRecord = unwrap(chartFromFhir(fhirRecordOf(STAY, now)));

const NAME = 'icu-mortality';
const loaded = unwrap(await loadModel(resolve(import.meta.dirname, '../../../models', NAME), NAME));
const model = () => unwrap(openPrognosisModel(loaded));

const vectorOf = (chart: Chart): Record<string, number> => {
  const vector = vectorFrom(features, selectInputs(chart, loaded.manifest.inputs), now);
  return Object.fromEntries(features.map((feature, i) => [nameOf(feature), vector[i]!]));
};

const answerOf = (chart: Chart) => {
  const { evidence: _, ...answer } = model().predict(chart) as ModelOutput & { evidence: unknown };
  return answer;
};

describe('a stay that comes as a row of the data set and as FHIR', () => {
  it('has the same features', () => {
    const vector = vectorOf(fromRow);
    expect(vectorOf(fromRecord)).toEqual(vector);
    expect(Object.values(vector).filter(Number.isFinite).length).toBeGreaterThan(100);
  });

  it('gets the same answer', () => {
    const answer = answerOf(fromRow);
    expect(answer.kind).toBe('prediction');
    expect(answerOf(fromRecord)).toEqual(answer);
  });

  it('names every measurement of the record that was used', () => {
    const { evidence } = model().predict(fromRecord);
    const rates = STAY.filter(([, parameter]) => parameter === 'HR').length;
    expect(evidence.used.find((u) => u.concept === 'heart-rate')).toMatchObject({ count: rates });
  });
});
