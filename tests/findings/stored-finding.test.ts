import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { type Finding, findingFor } from '../../src/findings/finding.ts';
import { findingFromStored } from '../../src/findings/stored-finding.ts';
import { manifestSchema } from '../../src/inference/manifest.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import { links, loaded as loadedPrognosis, NOW, prediction } from './fixtures.ts';
import {
  ageUnknown,
  explanation,
  imageManifest,
  loadedImage,
  pneumoniaFound,
  refused,
} from './image-fixtures.ts';

const SERVICE = 'imaging-patient-view';
const first = { uuid: '11111111-1111-8111-8111-111111111111', service: SERVICE };
const second = { ...first, uuid: '22222222-2222-8222-8222-222222222222' };

const fresh = (output: ModelOutput, loaded = loadedImage): Finding =>
  findingFor(output, { patientId: 'p1', now: NOW, loaded, links, explanation });

/** As it comes out of a store: JSON. */
const stored = (finding: Finding): RiskAssessment =>
  JSON.parse(JSON.stringify(finding.resources([first])[0])) as RiskAssessment;

const again = (finding: Finding, loaded = loadedImage) =>
  findingFromStored(stored(finding), { loaded, links });

const stale = pneumoniaFound();
const atBound = (probability: number, low: number, high: number) =>
  pneumoniaFound({ probability, interval: { low, high, level: 0.95 } });

describe('a finding read back from the store', () => {
  it.each([
    ['a finding', pneumoniaFound()],
    [
      'one without interval and further outcomes',
      { ...pneumoniaFound({ further: [] }), interval: undefined },
    ],
    ['one at a half', atBound(0.285, 0.2049, 0.40495)],
    ['one that is almost certain', atBound(0.999_02, 0.995, 0.999_96)],
    [
      'one that is almost nothing',
      { ...atBound(0.000_96, 0.000_04, 0.019_996), risk: 'low', indicator: 'info' },
    ],
    [
      'one whose level rounding would change',
      { ...atBound(0.299_99, 0.2, 0.4), risk: 'low', indicator: 'info' },
    ],
    ['one with an interval just not too wide', atBound(0.8, 0.700_04, 0.900_02)],
    [
      'one with an old value',
      { ...stale, evidence: { ...stale.evidence, used: [{ ...stale.evidence.used[0]!, staleDays: 9 }] } },
    ],
    ['one without cautions', pneumoniaFound({ cautions: [] })],
    ['a refused picture', refused()],
    ['one for which the age is missing', ageUnknown()],
  ] as [string, ModelOutput][])('has the card of the day it was made: %s', (_, output) => {
    const finding = fresh(JSON.parse(JSON.stringify(output)) as ModelOutput);
    const lines = { others: 'One of three pictures.' };
    expect(again(finding)?.card(lines)).toEqual(finding.card(lines));
  });

  it('has the card also where the model asks for an acknowledgement', () => {
    const loaded = {
      ...loadedImage,
      manifest: manifestSchema.parse({ ...imageManifest, acknowledgement: 'Thanks.' }),
    };
    const finding = fresh(pneumoniaFound(), loaded);
    expect(again(finding, loaded)?.card()).toEqual(finding.card());
  });

  it('has its identity, pages, picture and probability', () => {
    const finding = fresh(pneumoniaFound());
    const back = again(finding)!;
    expect(back.identity).toEqual(finding.identity);
    expect(back.urls).toEqual(finding.urls);
    expect(back.output.evidence).toEqual(finding.output.evidence);
    expect(back.output).toMatchObject({ kind: 'prediction', probability: 0.9312, risk: 'high' });
    expect(again(fresh(refused()))!.output).toEqual(refused({ concepts: [] }));
  });

  it('is stored with the cards that show it again', () => {
    const finding = fresh(pneumoniaFound());
    const [resource, ...others] = again(finding)!.resources([first, second]) as RiskAssessment[];
    const cards = resource!.identifier!.flatMap(({ value }) =>
      value!.startsWith('urn:uuid:') ? [value] : [],
    );
    expect(cards).toEqual([`urn:uuid:${first.uuid}`, `urn:uuid:${second.uuid}`]);
    expect(others).toEqual([]);
    expect({ ...resource, identifier: stored(finding).identifier }).toEqual(stored(finding));
  });

  it('is none where it was withdrawn, is of another version, has no number or is of no image model', () => {
    const resource = stored(fresh(pneumoniaFound()));
    const from = (change: Partial<RiskAssessment>, loaded = loadedImage) =>
      findingFromStored({ ...resource, ...change }, { loaded, links });
    const newer = { ...loadedImage, manifest: { ...imageManifest, version: '1.0.1' } };
    expect(from({})).toBeDefined();
    expect(from({ status: 'entered-in-error' })).toBeUndefined();
    expect(from({}, newer)).toBeUndefined();
    expect(
      from({ prediction: [{ ...resource.prediction![0]!, probabilityDecimal: undefined! }] }),
    ).toBeUndefined();
    expect(from({ identifier: [] })).toBeUndefined();
    const prognosis = fresh(prediction(), loadedPrognosis);
    expect(again(prognosis, loadedPrognosis)).toBeUndefined();
  });
});
