import { EXPLANATION_PICTURE } from '../../src/findings/explanation-picture.ts';
import { AIAST } from '../../src/findings/labels.ts';
import { invariant } from './extension.ts';
import type { Profile } from './structure-definition.ts';

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';

const coded = ({ system, code }: { readonly system: string; readonly code: string }) => ({
  coding: [{ system, code }],
});

const RESULT_CONSTRAINT = invariant(
  'kep-2',
  'The picture is about one result',
  "related.empty() or related.where(reference.contains('RiskAssessment/')).count() = 1",
);

/** Where a model looked: a PNG beside the result that it explains. */
export const explanationPicture: Profile = {
  id: 'kairos-explanation-picture',
  name: 'KairosExplanationPicture',
  title: 'Picture of where a model looked',
  description:
    'The picture that a result is about with a heat map of where the network looked, and what that shows in words. It is no outline of disease. The PNG is a Binary.',
  type: 'DocumentReference',
  changes: [
    { id: 'DocumentReference' },
    { id: 'DocumentReference.status', fixedCode: 'current', mustSupport: true },
    {
      id: 'DocumentReference.type',
      min: 1,
      patternCodeableConcept: coded(EXPLANATION_PICTURE),
      mustSupport: true,
    },
    {
      id: 'DocumentReference.subject',
      min: 1,
      type: [{ code: 'Reference', targetProfile: [`${HL7}Patient`] }],
      mustSupport: true,
    },
    { id: 'DocumentReference.date', min: 1, mustSupport: true },
    {
      id: 'DocumentReference.author',
      short: 'The model as a Device',
      min: 1,
      max: '1',
      type: [{ code: 'Reference', targetProfile: [`${HL7}Device`] }],
      mustSupport: true,
    },
    {
      id: 'DocumentReference.description',
      short: 'What the picture shows, for who cannot see it',
      min: 1,
      mustSupport: true,
    },
    {
      id: 'DocumentReference.securityLabel',
      min: 1,
      slicing: { discriminator: [{ type: 'pattern', path: '$this' }], ordered: false, rules: 'open' },
    },
    {
      id: 'DocumentReference.securityLabel:aiAsserted',
      short: 'Made by an artificial intelligence',
      min: 1,
      max: '1',
      patternCodeableConcept: coded(AIAST),
      mustSupport: true,
    },
    { id: 'DocumentReference.content', max: '1', mustSupport: true },
    { id: 'DocumentReference.content.attachment.contentType', min: 1, fixedCode: 'image/png' },
    {
      id: 'DocumentReference.content.attachment.url',
      short: 'Binary with the PNG',
      min: 1,
      mustSupport: true,
    },
    { id: 'DocumentReference.content.attachment.title', min: 1 },
    { id: 'DocumentReference.context', min: 1, constraint: [RESULT_CONSTRAINT] },
    {
      id: 'DocumentReference.context.related',
      short: 'The result, and the study that its picture is of',
      min: 1,
      mustSupport: true,
    },
  ],
};
