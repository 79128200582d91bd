import { extensionUrl } from '../../src/kernel/canonical.ts';
import type { Broken } from './broken.ts';

const withoutElement = (element: string, name: string): Broken => ({
  name: `no-${name}`,
  of: 'picture',
  change: { [element]: undefined },
  at: element,
  says: 'Missing',
});

const coding = (system: string, code: string) => ({ coding: [{ system, code }] });

/** Broken around the picture of a result. */
const documents: readonly Broken[] = [
  withoutElement('type', 'type'),
  withoutElement('subject', 'subject'),
  withoutElement('date', 'date'),
  withoutElement('author', 'author'),
  withoutElement('description', 'description'),
  withoutElement('securityLabel', 'security-label'),
  withoutElement('context', 'context'),
  withoutElement('content[0].attachment.contentType', 'content-type'),
  withoutElement('content[0].attachment.url', 'url'),
  withoutElement('content[0].attachment.title', 'title'),
  {
    name: 'no-related',
    of: 'picture',
    change: { context: { encounter: [{ reference: 'Encounter/1' }] } },
    at: 'context.related',
    says: 'Missing',
  },
  { name: 'superseded', of: 'picture', change: { status: 'superseded' }, at: 'status', says: 'pattern' },
  {
    name: 'type-is-another',
    of: 'picture',
    change: { type: coding('http://loinc.org', '18748-4') },
    at: 'type',
    says: 'pattern',
  },
  {
    name: 'subject-is-a-group',
    of: 'picture',
    change: { 'subject.reference': 'Group/1' },
    at: 'subject',
    says: 'Group',
  },
  {
    name: 'author-is-a-practitioner',
    of: 'picture',
    change: { 'author[0].reference': 'Practitioner/1' },
    at: 'author[0]',
    says: 'Practitioner',
  },
  {
    name: 'label-is-another',
    of: 'picture',
    change: {
      securityLabel: [coding('http://terminology.hl7.org/CodeSystem/v3-ObservationValue', 'MASKED')],
    },
    at: 'securityLabel',
    says: 'aiAsserted',
  },
  {
    name: 'is-a-jpeg',
    of: 'picture',
    change: { 'content[0].attachment.contentType': 'image/jpeg' },
    at: 'content.attachment.contentType',
    says: 'pattern',
  },
  {
    name: 'of-no-result',
    of: 'picture',
    change: { 'context.related': [{ reference: 'ImagingStudy/1' }] },
    at: 'context',
    says: 'kep-2',
  },
];

/** Of the example: interval, then the picture as an input, with concept, value, imputed, date, source and instance. */
const INSTANCE = 'prediction[0].extension[1].extension[5]';

/** Broken in what a result says of its picture. */
const results: readonly Broken[] = [
  {
    name: 'picture-without-words',
    of: 'image',
    change: { 'extension[0].valueReference.display': undefined },
    at: 'extension[0]',
    says: 'kex-1',
  },
  {
    name: 'instance-is-no-uid',
    of: 'image',
    change: { [`${INSTANCE}.valueUri`]: 'https://example.org/film' },
    at: 'prediction[0].extension[1]',
    says: 'kic-2',
  },
  {
    name: 'two-image-identifiers',
    of: 'image',
    change: {
      'identifier[2]': { system: 'https://kairos-cds.github.io/fhir/NamingSystem/image-result', value: '2' },
    },
    at: 'identifier',
    says: "'imageResult'",
  },
  {
    name: 'refused-with-a-picture',
    of: 'refusal',
    change: {
      'extension[1]': {
        url: extensionUrl('explanation-picture'),
        valueReference: { reference: 'DocumentReference/1', display: 'warmest in the middle' },
      },
    },
    at: '',
    says: 'kra-11',
  },
  {
    name: 'refused-for-no-known-reason',
    of: 'refusal',
    change: { 'extension[0].valueCode': 'mood' },
    at: 'extension[0].value[x]',
    says: 'abstention-reason',
  },
];

export const brokenPictures: readonly Broken[] = [...documents, ...results];
