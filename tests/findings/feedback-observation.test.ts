import type { Observation, RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { cardsOf } from '../../src/findings/card-identifier.ts';
import { feedbackObservation, readFeedback } from '../../src/findings/feedback-observation.ts';
import { findingFor } from '../../src/findings/finding.ts';
import { cardUuid } from '../../src/findings/identity.ts';
import { overrideReasons } from '../../src/findings/override-reasons.ts';
import type { CardFeedback } from '../../src/kernel/feedback.ts';
import { prediction as stored, validator } from '../fhir/profiles/validator.ts';
import { emptyMembers, violations } from '../fhir/validate.ts';
import { links, loaded, NOW, prediction } from './fixtures.ts';

const finding = findingFor(prediction(), { patientId: 'p1', encounterId: 'e1', now: NOW, loaded, links });

const cardOf = (service: string) => ({ uuid: cardUuid(finding.identity, service, 'result'), service });

const riskOf = (...services: string[]) => finding.resources(services.map(cardOf))[0] as RiskAssessment;

const feedback = (change: Partial<CardFeedback> = {}): CardFeedback => ({
  card: '9368d37b-283f-44a0-93ea-547cebab93ed',
  outcome: 'overridden',
  at: '2026-11-23T12:05:00.000Z',
  acceptedSuggestions: [],
  ...change,
});

const [known] = overrideReasons;
const hostile = '<img src=x onerror=alert(1)>';

const observe = (change: Partial<CardFeedback> = {}): Observation =>
  feedbackObservation(feedback(change), 'a-service', riskOf('a-service'));

describe('a result that becomes a card', () => {
  it('carries the uuid of each card with the service that gave it', () => {
    const risk = riskOf('a-service', 'other');
    expect(risk.identifier).toContainEqual({
      system: 'urn:ietf:rfc:3986',
      value: `urn:uuid:${cardOf('a-service').uuid}`,
      extension: [{ url: expect.stringMatching(/cds-service$/), valueString: 'a-service' }],
    });
    expect(cardsOf(risk)).toEqual([cardOf('a-service'), cardOf('other')]);
  });

  it('is the same result whatever the service, and for none', () => {
    expect(riskOf('a-service').id).toBe(riskOf().id);
    expect(riskOf('a-service').identifier?.[0]).toEqual(riskOf('other').identifier?.[0]);
    expect(cardsOf(riskOf())).toEqual([]);
  });

  it('is no card by an identifier of somebody else', () => {
    const identifier = [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' }, { value: 'urn:uuid:2' }];
    expect(cardsOf({ identifier })).toEqual([]);
  });
});

describe('feedback as an Observation', () => {
  it('says which result it is about, whose, when and what', () => {
    expect(observe()).toMatchObject({
      status: 'final',
      subject: { reference: 'Patient/p1' },
      encounter: { reference: 'Encounter/e1' },
      focus: [{ reference: `RiskAssessment/${riskOf().id}` }],
      effectiveDateTime: '2026-11-23T12:05:00.000Z',
      valueCodeableConcept: { coding: [{ code: 'overridden' }] },
      component: [
        { valueCodeableConcept: { coding: [{ code: 'a-service' }] } },
        { valueCodeableConcept: { coding: [{ code: 'toy-model', version: '1.2.3' }] } },
      ],
    });
    expect(observe()).not.toHaveProperty('note');
  });

  const cases: [string, Partial<CardFeedback>][] = [
    ['set aside for nothing', {}],
    ['set aside for a reason of the card', { reason: known! }],
    ['set aside for another reason', { reason: { code: 'x', system: 'urn:x', display: hostile } }],
    ['set aside for a code of no system', { reason: { code: 'x' } }],
    ['set aside with a comment', { comment: `${hostile}\nand more` }],
    ['accepted', { outcome: 'accepted', acceptedSuggestions: ['s1', 's2'] }],
  ];

  it.each(cases)('is valid R4 and by its profile: %s', (_, change) => {
    const made = feedbackObservation(feedback(change), 'prognosis-patient-view', stored());
    expect(validator.validate(made)).toEqual([]);
    expect(violations(made)).toEqual([]);
    expect(emptyMembers(made)).toEqual([]);
  });

  it.each(cases)('reads back as it was given: %s', (_, change) => {
    const { outcome, at, reason, comment } = feedback(change);
    expect(readFeedback(observe(change))).toEqual({
      focus: `RiskAssessment/${riskOf().id}`,
      service: 'a-service',
      outcome,
      at,
      ...(reason ? { reason } : {}),
      ...(comment ? { comment } : {}),
    });
  });

  it('has a reason of the card in its own words, whatever the EHR made of them', () => {
    const reason = { ...known!, display: 'Mrs Example, 12 High Street' };
    expect(JSON.stringify(observe({ reason }))).not.toContain('Mrs Example');
    expect(readFeedback(observe({ reason }))?.reason).toEqual(known);
  });

  it('is no feedback without a result, a time or an outcome', () => {
    const { focus: _, ...unfocused } = observe();
    expect(readFeedback(unfocused)).toBeUndefined();
    expect(readFeedback({ ...observe(), effectiveDateTime: '' })).toBeUndefined();
    expect(
      readFeedback({ ...observe(), valueCodeableConcept: { coding: [{ code: 'accepted' }] } }),
    ).toBeUndefined();
  });
});

describe('the id of feedback', () => {
  it('is a FHIR id, the same for the same feedback', () => {
    expect(observe().id).toMatch(/^feedback-[0-9a-f]{40}$/);
    expect(observe().id).toBe(observe().id);
  });

  it.each<[string, Partial<CardFeedback>]>([
    ['another card', { card: '00000000-283f-44a0-93ea-547cebab93ed' }],
    ['another outcome', { outcome: 'accepted' }],
    ['another time', { at: '2026-11-23T12:05:00.001Z' }],
    ['a reason', { reason: known! }],
    ['the same code of another system', { reason: { code: known!.code } }],
    ['a comment', { comment: 'a' }],
    ['a suggestion', { acceptedSuggestions: ['a'] }],
  ])('is another with %s', (_, change) => {
    expect(observe(change).id).not.toBe(observe().id);
    expect(observe(change).id).not.toBe(observe({ reason: { code: 'else' } }).id);
  });
});
