import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { cardPartsFor } from '../../src/findings/card-parts.ts';
import { EXTENSIONS } from '../../src/findings/extensions.ts';
import { findingFor } from '../../src/findings/finding.ts';
import { countedAsAbsent } from '../../src/findings/gaps.ts';
import { manifestSchema } from '../../src/inference/manifest.ts';
import type { Prediction } from '../../src/inference/prediction.ts';
import type { UsedInput } from '../../src/kernel/evidence.ts';
import { creatinine, links, loaded, MODEL_URL, manifest, NOW, prediction, RESULT_URL } from './fixtures.ts';

const absent = (concept: string): UsedInput => ({ concept, value: false, notRecorded: true });
const using = (...used: UsedInput[]): Prediction =>
  prediction({ evidence: { used, missing: [], unusable: [] } });

const riskOf = (output: Prediction, of = loaded) =>
  findingFor(output, { patientId: 'p1', now: NOW, loaded: of, links }).resources()[0] as RiskAssessment;

const inputsIn = (risk: RiskAssessment) =>
  risk.prediction![0]!.extension!.filter((e) => e.url === EXTENSIONS.contribution).map((e) => e.extension!);

const partOf = (parts: ReturnType<typeof inputsIn>[number], url: string) => parts.find((p) => p.url === url);

describe('what a record does not have', () => {
  it('is said to be counted as absent, and where it would be', () => {
    const used = [
      absent('heart-failure'),
      creatinine,
      absent('diabetes-mellitus'),
      absent('antihypertensive-treatment'),
    ];
    expect(countedAsAbsent(used)).toBe(
      'Counted as absent, not on the problem list: heart failure, diabetes mellitus. Counted as absent, not on the medication list: antihypertensive treatment.',
    );
    expect(countedAsAbsent([creatinine])).toBe('');
  });

  it('stands on the card and with the stored result', () => {
    const output = using(creatinine, absent('heart-failure'));
    const words = 'Counted as absent, not on the problem list: heart failure.';
    expect(cardPartsFor(output, loaded, RESULT_URL, MODEL_URL).detail).toContain(words);
    expect(riskOf(output).note!.map((n) => n.text)).toContain(words);
    const [, , stored] = inputsIn(riskOf(output));
    expect(partOf(stored!, 'notRecorded')?.valueBoolean).toBe(true);
  });
});

describe('the inputs of a stored result', () => {
  it('are all that were used, those without an effect last and without one', () => {
    const inputs = inputsIn(riskOf(prediction()));
    expect(inputs.map((parts) => partOf(parts, 'concept')?.valueCoding?.code)).toEqual([
      'creatinine',
      'c-reactive-protein',
      'age',
      'sex',
    ]);
    expect(inputs.map((parts) => partOf(parts, 'effect')?.valueDecimal)).toEqual([
      6.31,
      -0.18,
      undefined,
      undefined,
    ]);
  });

  it('name every source of a series, how many values there are, and what a value was computed from', () => {
    const series: UsedInput = {
      ...creatinine,
      sources: ['Observation/c1', 'Observation/c0'],
      count: 2,
      from: '2026-11-01',
      to: '2026-11-12',
      derivedFrom: ['age'],
    };
    const risk = riskOf(using(series));
    const [parts] = inputsIn(risk);
    expect(parts!.filter((p) => p.url === 'source').map((p) => p.valueReference?.reference)).toEqual(
      series.sources,
    );
    expect(partOf(parts!, 'count')?.valueInteger).toBe(2);
    expect(partOf(parts!, 'from')?.valueDateTime).toBe('2026-11-01');
    expect(partOf(parts!, 'derivedFrom')?.valueCoding?.code).toBe('age');
    expect(risk.basis?.map((b) => b.reference)).toEqual(series.sources);
    expect(cardPartsFor(using(series), loaded, RESULT_URL, MODEL_URL).detail).toContain('latest of 2');
  });

  it('say what is open to change only where the manifest does, as an association', () => {
    expect(riskOf(prediction())).not.toHaveProperty('mitigation');
    const inputs = manifest.inputs.map((i) => (i.concept === 'creatinine' ? { ...i, modifiable: true } : i));
    const modifiable = { ...loaded, manifest: manifestSchema.parse({ ...manifest, inputs }) };
    const risk = riskOf(prediction(), modifiable);
    expect(risk.mitigation).toMatch(
      /^Associated with a higher result, and open to change: creatinine\. .*no promise\.$/,
    );
    expect(inputsIn(risk).filter((parts) => partOf(parts, 'modifiable'))).toHaveLength(1);
    const contributions = prediction().contributions.map((c) => ({ ...c, effect: -Math.abs(c.effect) }));
    expect(riskOf(prediction({ contributions }), modifiable)).not.toHaveProperty('mitigation');
  });
});
