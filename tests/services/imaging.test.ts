import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { findingFor } from '../../src/findings/finding.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import { deadlineIn } from '../../src/kernel/deadline.ts';
import { createLogger } from '../../src/kernel/logger.ts';
import type { PictureState, Pictures } from '../../src/services/contract.ts';
import { create } from '../../src/services/imaging-patient-view/index.ts';
import { links, NOW } from '../findings/fixtures.ts';
import { explanation, INSTANCE, loadedImage, pneumoniaFound, refused } from '../findings/image-fixtures.ts';

const loaded = {
  ...loadedImage,
  manifest: { ...loadedImage.manifest, services: ['imaging-patient-view'] },
};

function stored(output: ModelOutput): PictureState {
  const around = { patientId: 'p1', now: NOW, loaded, links, picture: { instance: INSTANCE } };
  const resources = findingFor(output, { ...around, explanation }).resources();
  const assessment = resources.find((r): r is RiskAssessment => r.resourceType === 'RiskAssessment')!;
  return { state: 'stored', assessment };
}

/** What the service answers where this is known of the pictures. */
async function cardsFor(pictures: Pictures | Promise<Pictures>, ms = 1_000) {
  const models = { models: [loaded], get: () => loaded };
  const imaging = async () => pictures;
  const [service] = create({ models, links, imaging, log: createLogger('silent') } as never);
  const request = { context: { patientId: 'p1' }, deadline: deadlineIn(ms) };
  return (await service!.respond(request as never)).cards;
}

const FOUND = stored(pneumoniaFound());
const UNDERWAY = { state: 'underway' } as const;
const UNREAD = { state: 'unread', because: 'the picture could not be fetched' } as const;

describe('the card of a picture', () => {
  it('is the finding', async () => {
    const [card, ...others] = await cardsFor({ states: [FOUND], fitting: 1 });
    expect(card?.summary).toMatch(/^Pneumonia .*93%/);
    expect(others).toEqual([]);
  });

  it.each([
    ['one that is analysed', [UNDERWAY], 'analysis under way'],
    ['one that could not be read', [UNREAD], 'No pneumonia estimate: the picture could not be fetched'],
  ])('of %s has no number', async (_, states, summary) => {
    const [card] = await cardsFor({ states, fitting: 1 });
    expect(card?.summary).toContain(summary);
    expect(card?.summary).not.toMatch(/\d/);
  });

  it('is an answer before it is a refusal', async () => {
    const [card] = await cardsFor({ states: [stored(refused()), FOUND], fitting: 2 });
    expect(card?.summary).toContain('93%');
  });

  it('is under way where what is known of it is late', async () => {
    const [card] = await cardsFor(new Promise(() => {}), 20);
    expect(card?.summary).toContain('analysis under way');
  });

  it('is none where no picture is of the kind', async () => {
    expect(await cardsFor({ states: [], fitting: 0 })).toEqual([]);
  });
});

describe('of the other pictures of the study a card says', () => {
  it.each([
    ['nothing where there are none', [FOUND], 1, false, undefined],
    ['how many there are', [FOUND], 4, false, '1 of 4 pictures of this kind in the study was analysed.'],
    [
      'that this one matters most',
      [FOUND, stored(pneumoniaFound({ probability: 0.5, risk: 'moderate' }))],
      2,
      false,
      '2 of 2 pictures of this kind in the study were analysed; this is the result that matters most.',
    ],
    ['what is under way', [FOUND, UNDERWAY], 2, false, '1 more under way.'],
    ['what could not be read', [FOUND, UNREAD], 2, false, '1 could not be read.'],
    [
      'that there may be more than the archive listed',
      [FOUND],
      1,
      true,
      'The study may have more: its archive did not list them.',
    ],
  ] as const)('%s', async (_, states, fitting, isUnlisted, words) => {
    const [card] = await cardsFor({ states, fitting, isUnlisted });
    if (words) expect(card?.detail).toContain(words);
    else expect(card?.detail).not.toMatch(/in the study|under way|could not be read|may have more/);
  });
});
