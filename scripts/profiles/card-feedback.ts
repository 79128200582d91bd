import { FEEDBACK_SYSTEM } from '../../src/findings/feedback-codes.ts';
import { codeSystemUrl } from '../../src/kernel/canonical.ts';
import { invariant } from './extension.ts';
import type { Change } from './snapshot.ts';
import type { Profile } from './structure-definition.ts';
import { valueSetUrl } from './value-sets.ts';

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';

const coded = (code: string) => ({ coding: [{ system: FEEDBACK_SYSTEM, code }] });

/** A component, told from others by its code. */
function component(code: string, short: string, min: number, max: string, type: string): Change[] {
  const id = `Observation.component:${code}`;
  return [
    { id, short, min, max, mustSupport: true },
    { id: `${id}.code`, patternCodeableConcept: coded(code) },
    { id: `${id}.value[x]`, min: 1, type: [{ code: type }] },
  ];
}

const MODEL_CONSTRAINT = invariant(
  'kcf-1',
  'The model is named with its version',
  `component.where(code.coding.where(system = '${FEEDBACK_SYSTEM}' and code = 'model').exists()).value.coding.where(system = '${codeSystemUrl('model')}' and code.exists() and version.exists()).exists()`,
);

const SERVICE_CONSTRAINT = invariant(
  'kcf-2',
  'The service is named by its id',
  `component.where(code.coding.where(system = '${FEEDBACK_SYSTEM}' and code = 'service').exists()).value.coding.where(system = '${codeSystemUrl('cds-service')}' and code.exists()).exists()`,
);

/** What a clinician did with a card: CDS Hooks feedback, about the result behind the card. */
export const cardFeedback: Profile = {
  id: 'kairos-card-feedback',
  name: 'KairosCardFeedback',
  title: 'Feedback on a card',
  description:
    'What a clinician did with a card (CDS Hooks 2.0.1, "Feedback"): accepted or set aside, when, why, about which result of which model and service. A later one about the same result counts instead of it.',
  type: 'Observation',
  changes: [
    { id: 'Observation', constraint: [MODEL_CONSTRAINT, SERVICE_CONSTRAINT] },
    { id: 'Observation.status', fixedCode: 'final', mustSupport: true },
    {
      id: 'Observation.category',
      min: 1,
      slicing: { discriminator: [{ type: 'pattern', path: '$this' }], ordered: false, rules: 'open' },
      mustSupport: true,
    },
    {
      id: 'Observation.category:feedback',
      short: 'Tells feedback from what is observed in patients',
      min: 1,
      max: '1',
      patternCodeableConcept: coded('cds-feedback'),
      mustSupport: true,
    },
    { id: 'Observation.code', patternCodeableConcept: coded('card-feedback'), mustSupport: true },
    {
      id: 'Observation.subject',
      min: 1,
      type: [{ code: 'Reference', targetProfile: [`${HL7}Patient`] }],
      mustSupport: true,
    },
    {
      id: 'Observation.focus',
      short: 'The result behind the card',
      min: 1,
      max: '1',
      type: [{ code: 'Reference', targetProfile: [`${HL7}RiskAssessment`] }],
      mustSupport: true,
    },
    {
      id: 'Observation.effective[x]',
      short: 'When the clinician did it',
      min: 1,
      type: [{ code: 'dateTime' }],
      mustSupport: true,
    },
    {
      id: 'Observation.value[x]',
      short: 'Accepted or set aside',
      min: 1,
      type: [{ code: 'CodeableConcept' }],
      binding: { strength: 'required', valueSet: valueSetUrl('card-outcome') },
      mustSupport: true,
    },
    { id: 'Observation.note', short: "The clinician's comment", max: '1', mustSupport: true },
    {
      id: 'Observation.component',
      slicing: { discriminator: [{ type: 'pattern', path: 'code' }], ordered: false, rules: 'open' },
    },
    ...component('service', 'CDS service that gave the card', 1, '1', 'CodeableConcept'),
    ...component('model', 'Model and version behind the card', 1, '1', 'CodeableConcept'),
    ...component('reason', 'Why the card was set aside', 0, '1', 'CodeableConcept'),
    ...component('accepted-suggestion', 'A suggestion of the card that was accepted', 0, '*', 'string'),
  ],
};
