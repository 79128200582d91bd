import { createHash } from 'node:crypto';
import type { Binary, DocumentReference, Provenance, Resource, RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { EXTENSIONS } from '../../src/findings/extensions.ts';
import { type Finding, findingFor } from '../../src/findings/finding.ts';
import { imageResultIdentifier, imageResultToken, resultIdentity } from '../../src/findings/identity.ts';
import { imagePendingCard, imageUnreadCard } from '../../src/findings/unanswered.ts';
import { type Manifest, manifestSchema } from '../../src/inference/manifest.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import { SUMMARY_LIMIT } from '../../src/kernel/text.ts';
import { validator } from '../fhir/profiles/validator.ts';
import { links, MODEL_URL, NOW } from './fixtures.ts';
import {
  ageUnknown,
  explanation,
  INSTANCE,
  imageManifest,
  loadedImage,
  pneumoniaFound,
  refused,
} from './image-fixtures.ts';

const finding = (output: ModelOutput, manifest: Manifest = imageManifest): Finding =>
  findingFor(output, {
    patientId: 'p1',
    encounterId: 'e1',
    now: NOW,
    loaded: { ...loadedImage, manifest },
    links,
    explanation: output.kind === 'abstention' ? undefined : explanation,
  });

const found = finding(pneumoniaFound());
const [assessment, provenance, document, binary] = found.resources() as [
  RiskAssessment,
  Provenance,
  DocumentReference,
  Binary,
];
const paragraphs = ({ detail }: { readonly detail: string }) => detail.split('\n\n');

describe('what is stored of a finding on a picture', () => {
  it.each(
    [...found.resources(), ...finding(refused()).resources(), ...finding(ageUnknown()).resources()].map(
      (r): [string, Resource] => [`${r.resourceType}/${r.id}`, r],
    ),
  )('is valid: %s', (_, resource) => {
    expect(validator.validate(resource)).toEqual([]);
  });

  it('is found again by model, version and instance', () => {
    const identifier = imageResultIdentifier(imageManifest, INSTANCE);
    expect(identifier.value).toBe(`toy-film|1.0.0|${INSTANCE}`);
    expect(assessment.identifier).toContainEqual(identifier);
    expect(imageResultToken(imageManifest, INSTANCE)).toBe(`${identifier.system}|${identifier.value}`);
  });

  it('rests on the study, the instance and what else was read', () => {
    const instance = {
      identifier: { system: 'urn:dicom:uid', value: `urn:oid:${INSTANCE}` },
      display: 'DX PA of 23 Nov 2026',
    };
    const basis = [{ reference: 'ImagingStudy/s1' }, { reference: 'Patient/p1' }, instance];
    expect(assessment.basis).toEqual(basis);
    expect(provenance.entity?.map(({ what }) => what)).toEqual(basis);
  });

  it('is of the time of the picture, without a horizon', () => {
    const [first, ...others] = assessment.prediction!;
    expect(first!.whenPeriod).toEqual({ start: '2026-11-23T09:30:00Z', end: '2026-11-23T09:30:00Z' });
    expect(others.map((p) => [p.outcome?.text, p.probabilityDecimal, p.rationale])).toEqual([
      ['Bacterial pneumonia', 80.13, 'Bacterial pneumonia: 80%.'],
      ['Viral pneumonia', 13, 'Viral pneumonia: 13%.'],
    ]);
    expect(first!.rationale).toBe(
      '93 in 100 children with such a picture have pneumonia (95% interval 88–97%), where it is as common as in the data that the model learned from.',
    );
  });

  it('points at a document with the picture, said in words for who cannot see it', () => {
    const id = `${assessment.id}-picture`;
    expect(assessment.extension).toEqual([
      {
        url: EXTENSIONS.explanationPicture,
        valueReference: { reference: `DocumentReference/${id}`, display: explanation.description },
      },
    ]);
    expect(document).toMatchObject({
      id,
      subject: { reference: 'Patient/p1' },
      description: explanation.description,
      author: [{ reference: 'Device/toy-film-1.0.0' }],
      securityLabel: [{ coding: [{ code: 'AIAST' }] }],
      context: {
        related: [{ reference: `RiskAssessment/${assessment.id}` }, { reference: 'ImagingStudy/s1' }],
      },
    });
    expect(document.content[0]!.attachment).toEqual({
      contentType: 'image/png',
      url: `Binary/${id}`,
      size: explanation.png.byteLength,
      hash: createHash('sha1').update(explanation.png).digest('base64'),
      title: 'Pneumonia on the chest radiograph: where the network looked',
    });
  });

  it('has the picture itself, open to whom the document is', () => {
    expect(binary).toMatchObject({
      id: document.id,
      contentType: 'image/png',
      securityContext: { reference: `DocumentReference/${document.id}` },
    });
    expect(Buffer.from(binary.data!, 'base64')).toEqual(Buffer.from(explanation.png));
  });

  it('is another result for another picture', () => {
    const { evidence } = pneumoniaFound();
    const [picture, ...rest] = evidence.used;
    const other = { ...evidence, used: [{ ...picture!, instance: '1.2.3' }, ...rest] };
    expect(resultIdentity(pneumoniaFound({ evidence: other }), 'p1')).not.toEqual(
      resultIdentity(pneumoniaFound(), 'p1'),
    );
  });
});

describe('the card of a finding on a picture', () => {
  const card = found.card();

  it('says what is seen on what, how likely, and how that is called', () => {
    expect(card.summary).toBe('Pneumonia on the chest radiograph 93% (88–97%): high');
    expect(card.indicator).toBe('critical');
    expect(card.links?.[0]?.label).toBe('The picture, where the network looked, how sure');
  });

  it('says what else, which picture, and what the heat map is and is not', () => {
    expect(paragraphs(card)).toEqual([
      '**93 in 100** children with such a picture have pneumonia (95% interval 88–97%), where it is as common as in the data that the model learned from.',
      'Bacterial pneumonia 80%, viral pneumonia 13%.',
      'Looked at: DX PA of 23 Nov 2026. Heat map: warmest in the lower left of the picture; it shows where the network looked and is no outline of disease.',
      'The file does not say the view.',
      expect.stringMatching(/^_Research use\. toy-film 1\.0\.0: AUROC \.98 in 410 /),
    ]);
  });

  it('never alarms with a wide interval or without one', () => {
    const wide = pneumoniaFound({ interval: { low: 0.7, high: 0.98, level: 0.95 } });
    const { interval: _, ...unknown } = pneumoniaFound();
    expect(finding(wide).card().indicator).toBe('warning');
    expect(finding(unknown).card().indicator).toBe('warning');
    expect(finding(unknown).card().summary).toBe('Pneumonia on the chest radiograph 93%: high');
  });

  it('speaks of people where the model is not for children alone', () => {
    const adults = manifestSchema.parse({ ...imageManifest, applicability: { age: { min: 18, max: 90 } } });
    expect(finding(pneumoniaFound(), adults).card().detail).toMatch(/^\*\*93 in 100\*\* people with such/);
  });

  it('shows words of the file as text', () => {
    const { evidence } = pneumoniaFound();
    const [picture, ...rest] = evidence.used;
    const used = [{ ...picture!, value: 'DX [x](http://evil.example)' }, ...rest];
    const { detail } = finding(pneumoniaFound({ evidence: { ...evidence, used } })).card();
    expect(detail).not.toContain('](http://evil');
  });
});

describe('a picture that was refused', () => {
  const declined = finding(refused());
  const [stored, ...others] = declined.resources() as [RiskAssessment, ...Resource[]];

  it('gives a card without any probability that says why, and for what the model is made', () => {
    const card = declined.card();
    expect(card.summary).toBe(
      'No pneumonia estimate: the picture does not look like a frontal chest film of a child',
    );
    expect(card.indicator).toBe('info');
    expect(paragraphs(card).slice(0, 2)).toEqual([
      'Nothing is known from this about the patient. The model is made for: children aged 1 to 5 with a frontal chest film.',
      'Looked at: DX PA of 23 Nov 2026.',
    ]);
    expect(`${card.summary}${card.detail}`).not.toMatch(/%|AUROC/);
  });

  it('is kept with its reason as a code, and with what was looked at', () => {
    expect(stored.status).toBe('cancelled');
    expect(stored).not.toHaveProperty('prediction');
    expect(stored.extension?.map(({ url }) => url)).toEqual([
      EXTENSIONS.abstentionReason,
      EXTENSIONS.contribution,
      EXTENSIONS.contribution,
    ]);
    expect(stored.extension![0]!.valueCode).toBe('out-of-range');
    expect(stored.extension![1]!.extension).toContainEqual({
      url: 'instance',
      valueUri: `urn:oid:${INSTANCE}`,
    });
    expect(stored.identifier).toContainEqual(imageResultIdentifier(imageManifest, INSTANCE));
    expect(others.map((r) => r.resourceType)).toEqual(['Provenance']);
  });

  it('for want of an age, names it', () => {
    const card = finding(ageUnknown()).card();
    expect(card.summary).toBe('No pneumonia estimate: age is missing (none found)');
    expect(paragraphs(card)[0]).toBe('Needed for an estimate: age.');
  });
});

describe('a picture without a result', () => {
  it.each([
    [imagePendingCard(imageManifest, MODEL_URL), 'Pneumonia on the chest radiograph: analysis under way'],
    [
      imageUnreadCard(imageManifest, MODEL_URL, 'the picture could not be fetched (the archive is down)'),
      'No pneumonia estimate: the picture could not be fetched (the archive is down)',
    ],
  ])('says what is going on, and no number: $summary', (card, summary) => {
    expect(card.summary).toBe(summary);
    expect(card.indicator).toBe('info');
    expect(card.detail).not.toMatch(/\d%|\d in 1/);
  });

  it('has a summary of one line without markup, however much is said', () => {
    const { summary } = imageUnreadCard(
      imageManifest,
      MODEL_URL,
      `<b>the archive</b> said ${'no '.repeat(99)}`,
    );
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(summary).not.toContain('<');
  });
});
