import { FEEDBACK_SYSTEM } from '../../src/findings/feedback-codes.ts';
import type { Broken } from './broken.ts';

type Case = Omit<Broken, 'of'>;

const coded = (code: string) => ({ coding: [{ system: FEEDBACK_SYSTEM, code }] });

const missing = (element: string): Case => ({
  name: `no-${element}`,
  change: { [element]: undefined },
  at: element,
  says: 'Missing',
});

const cases: readonly Case[] = [
  ...['category', 'code', 'subject', 'focus', 'status'].map(missing),
  { name: 'status-preliminary', change: { status: 'preliminary' }, at: 'status', says: 'pattern' },
  {
    name: 'category-is-another',
    change: { 'category[0]': coded('card-feedback') },
    at: 'category',
    says: "'feedback'",
  },
  { name: 'code-is-another', change: { code: coded('accepted') }, at: 'code', says: 'pattern' },
  {
    name: 'subject-is-a-group',
    change: { 'subject.reference': 'Group/1' },
    at: 'subject',
    says: 'Group',
  },
  {
    name: 'focus-is-a-condition',
    change: { 'focus[0].reference': 'Condition/1' },
    at: 'focus[0]',
    says: 'Condition',
  },
  {
    name: 'two-foci',
    change: { 'focus[1]': { reference: 'RiskAssessment/2' } },
    at: 'focus',
    says: '1..1',
  },
  {
    name: 'no-time',
    change: { effectiveDateTime: undefined },
    at: 'effective[x]',
    says: 'Missing',
  },
  {
    name: 'time-is-a-period',
    change: { effectiveDateTime: undefined, effectivePeriod: { start: '2026-01-15' } },
    at: 'effectivePeriod',
    says: 'effectiveDateTime',
  },
  { name: 'no-outcome', change: { valueCodeableConcept: undefined }, at: 'value[x]', says: 'Missing' },
  {
    name: 'outcome-is-text',
    change: { valueCodeableConcept: undefined, valueString: 'accepted' },
    at: 'valueString',
    says: 'valueCodeableConcept',
  },
  {
    name: 'outcome-is-no-outcome',
    change: { valueCodeableConcept: coded('reason') },
    at: 'value[x]',
    says: 'card-outcome',
  },
  { name: 'two-comments', change: { 'note[1]': { text: 'Another.' } }, at: 'note', says: '0..1' },
  {
    name: 'two-services',
    change: {
      'component[3]': {
        code: coded('service'),
        valueCodeableConcept: {
          coding: [{ system: 'https://kairos-cds.github.io/fhir/CodeSystem/cds-service', code: 'x' }],
        },
      },
    },
    at: 'component',
    says: "'service'",
  },
  {
    name: 'model-without-version',
    change: { 'component[1].valueCodeableConcept.coding[0].version': undefined },
    at: '',
    says: 'kcf-1',
  },
  {
    name: 'service-without-code',
    change: { 'component[0].valueCodeableConcept.coding[0].code': undefined },
    at: '',
    says: 'kcf-2',
  },
];

/** Broken feedback. */
export const brokenFeedback: readonly Broken[] = cases.map((c) => ({ ...c, of: 'feedback' }));
