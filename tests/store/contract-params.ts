import { describe, expect, it } from 'vitest';
import { searchableTypes, searchParams } from '../../src/store/search-index.ts';
import { type CreatePlace, holding } from './place.ts';
import { bare, full, risk } from './resources.ts';

type Type = keyof typeof full;

/** Type → parameter → what finds the full resource and what does not. */
const PARAMS: Readonly<Record<Type, Readonly<Record<string, { finds: string[]; misses: string[] }>>>> = {
  RiskAssessment: {
    _id: { finds: ['full'], misses: ['ful', 'Full', ''] },
    _lastUpdated: { finds: ['2026-11-23', '2026-11-23T12:00:00.000Z'], misses: ['2026-11-22'] },
    condition: { finds: ['Condition/c1'], misses: ['Condition/c', 'c1', 'Patient/c1'] },
    date: { finds: ['2026-11-23', '2026-11', '2026'], misses: ['2026-11-22', '2026-11-23T12:00:00Z', 'x'] },
    encounter: { finds: ['Encounter/e1'], misses: ['EpisodeOfCare/e1'] },
    identifier: {
      finds: [
        'http://example.org/result|model|1.0.0|abc',
        'model|1.0.0|abc',
        'http://example.org/result|',
        '|no-system',
        'no-system',
      ],
      misses: [
        '|model|1.0.0|abc',
        'http://example.org/other|model|1.0.0|abc',
        'http://example.org/result',
        '|',
      ],
    },
    method: {
      finds: ['http://example.org/method|cox', 'cox', 'http://example.org/method|'],
      misses: ['|cox', 'COX', 'http://example.org/other|cox'],
    },
    patient: { finds: ['Patient/p1'], misses: ['Patient/p2', 'Group/p1'] },
    performer: { finds: ['Device/d1'], misses: ['Device/d2', 'Practitioner/d1'] },
    probability: { finds: ['12.3', '12', '80', '8e1'], misses: ['12.2', '13', '12.31', '46', 'x', ''] },
    risk: {
      finds: ['http://terminology.hl7.org/CodeSystem/risk-probability|high', 'high'],
      misses: ['|high', 'low'],
    },
    subject: { finds: ['Patient/p1'], misses: ['Group/p1', 'Patient/p'] },
  },
  Provenance: {
    _id: { finds: ['full'], misses: ['bar'] },
    _lastUpdated: { finds: ['2026-11'], misses: ['2025'] },
    agent: { finds: ['Device/d1'], misses: ['Device/d'] },
    entity: { finds: ['Observation/o1'], misses: ['Observation/o2'] },
    patient: { finds: ['Patient/p1'], misses: ['RiskAssessment/r1'] },
    recorded: { finds: ['2026-11-23', '2026-11-23T10:00:00Z'], misses: ['2026-11-24'] },
    target: { finds: ['RiskAssessment/r1', 'Patient/p1'], misses: ['RiskAssessment/r2'] },
  },
  Device: {
    _id: { finds: ['full'], misses: ['bar'] },
    _lastUpdated: { finds: ['2026'], misses: ['2027'] },
    'device-name': {
      finds: ['Überlebens', 'uberlebens', 'ÜBERLEBENS-modell nach', 'U\u0308berlebens', 'artificial'],
      misses: ['modell', 'lebens', 'intelligence'],
    },
    identifier: {
      finds: ['http://example.org/model|mortality|1.0.0', 'mortality|1.0.0'],
      misses: ['mortality', 'http://example.org/model|mortality'],
    },
    model: { finds: ['nhanes', 'NHANES  mortality'], misses: ['mortality', '%', '_hanes'] },
    status: {
      finds: [
        'active',
        '|active',
        'http://hl7.org/fhir/device-status|active',
        'http://hl7.org/fhir/device-status|',
      ],
      misses: ['inactive', 'http://example.org|active'],
    },
    type: { finds: ['http://example.org/type|ai', 'ai'], misses: ['|ai', 'Artificial intelligence'] },
  },
  Observation: {
    _id: { finds: ['full'], misses: ['bar'] },
    _lastUpdated: { finds: ['2026'], misses: ['2027'] },
    category: { finds: ['cds-feedback', 'http://example.org/feedback|cds-feedback'], misses: ['survey'] },
    code: { finds: ['card-feedback', 'http://example.org/feedback|'], misses: ['|card-feedback', 'reason'] },
    'combo-value-concept': {
      finds: ['overridden', 'already-known', 'http://example.org/reason|already-known'],
      misses: ['accepted', 'reason', 's1'],
    },
    'component-value-concept': { finds: ['already-known'], misses: ['overridden', 's1'] },
    date: {
      finds: ['2026-11-23', '2026-11-23T10:00:00Z', '2026-11-23T11:00:00+01:00'],
      misses: ['2026-11-22', '2026-11-23T10:01:00Z'],
    },
    encounter: { finds: ['Encounter/e1'], misses: ['EpisodeOfCare/e1'] },
    focus: { finds: ['RiskAssessment/r1'], misses: ['RiskAssessment/r2', 'r1'] },
    patient: { finds: ['Patient/p1'], misses: ['Patient/p2', 'Group/p1'] },
    status: {
      finds: ['final', '|final', 'http://hl7.org/fhir/observation-status|final'],
      misses: ['preliminary'],
    },
    subject: { finds: ['Patient/p1'], misses: ['Group/p1'] },
    'value-concept': { finds: ['overridden'], misses: ['already-known', 'accepted'] },
  },
  DocumentReference: {
    _id: { finds: ['full'], misses: ['bar'] },
    _lastUpdated: { finds: ['2026'], misses: ['2027'] },
    author: { finds: ['Device/d1'], misses: ['Device/d2', 'Patient/d1'] },
    date: { finds: ['2026-11-23', '2026-11-23T10:00:00Z'], misses: ['2026-11-22'] },
    encounter: { finds: ['Encounter/e1'], misses: ['EpisodeOfCare/e1'] },
    patient: { finds: ['Patient/p1'], misses: ['Patient/p2', 'Group/p1'] },
    related: { finds: ['RiskAssessment/r1', 'ImagingStudy/i1'], misses: ['RiskAssessment/r2', 'r1'] },
    status: {
      finds: ['current', '|current', 'http://hl7.org/fhir/document-reference-status|current'],
      misses: ['superseded'],
    },
    subject: { finds: ['Patient/p1'], misses: ['Group/p1'] },
    type: { finds: ['picture', 'http://example.org/document|picture'], misses: ['|picture', 'report'] },
  },
};

const ALWAYS_THERE = ['_id', '_lastUpdated'];

const params = Object.entries(PARAMS).flatMap(([type, of]) =>
  Object.entries(of).map(([param, { finds, misses }]) => ({ type: type as Type, param, finds, misses })),
);

/** Every search parameter of every type. */
export function describeParams(createPlace: CreatePlace): void {
  describe('parameters', () => {
    const { find } = holding(createPlace, [...Object.values(full), ...Object.values(bare)]);

    it('are all in this table', () => {
      expect(Object.keys(PARAMS).sort()).toEqual([...searchableTypes].sort());
      for (const type of searchableTypes)
        expect(Object.keys(PARAMS[type as Type]).sort()).toEqual([...searchParams(type)!.keys()].sort());
    });

    it.each(params)('$type $param finds its values', async ({ type, param, finds }) => {
      for (const value of finds) expect(await find(param, 'eq', [value], type), value).toContain('full');
      for (const value of finds.slice(0, 1)) {
        const others = param === '_lastUpdated' ? ['bare', 'full'] : ['full'];
        expect((await find(param, 'eq', [value], type)).sort()).toEqual(others);
      }
    });

    it.each(params)('$type $param does not find others', async ({ type, param, misses }) => {
      for (const value of misses) expect(await find(param, 'eq', [value], type), value).toEqual([]);
      expect(await find(param, 'eq', [], type)).toEqual([]);
    });

    it.each(params)('$type $param finds any of its alternatives', async ({ type, param, finds, misses }) => {
      expect(await find(param, 'eq', [misses[0]!, finds[0]!], type)).toContain('full');
    });

    it.each(params)('$type $param tells what is missing', async ({ type, param }) => {
      const isAlways = ALWAYS_THERE.includes(param);
      expect(await find(param, 'missing', [], type)).toEqual(isAlways ? [] : ['bare']);
      expect((await find(param, 'not-missing', [], type)).sort()).toEqual(
        isAlways ? ['bare', 'full'] : ['full'],
      );
    });
  });

  describe('tokens', () => {
    const { find } = holding(createPlace, [
      risk('cox', { method: { coding: [{ system: 's', code: 'cox' }] } }),
      risk('both', { method: { coding: [{ code: 'cox' }, { system: 's', code: 'forest' }] } }),
      risk('neither'),
    ]);

    it('that are not meant leave those without any', async () => {
      expect(await find('method', 'ne', ['cox'])).toEqual(['neither']);
      expect(await find('method', 'ne', ['s|cox'])).toEqual(['neither', 'both']);
      expect(await find('method', 'ne', ['s|cox', 'forest'])).toEqual(['neither']);
      expect(await find('method', 'ne', ['other'])).toEqual(['neither', 'both', 'cox']);
    });

    it('have a system or explicitly none', async () => {
      expect(await find('method', 'eq', ['|cox'])).toEqual(['both']);
      expect(await find('method', 'eq', ['s|'])).toEqual(['both', 'cox']);
    });
  });
}
