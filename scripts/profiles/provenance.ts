import type { Profile } from './structure-definition.ts';

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem/';

/** Who made a result, when, and from which resources. */
export const provenance: Profile = {
  id: 'kairos-provenance',
  name: 'KairosProvenance',
  title: 'Provenance of a result',
  description: 'Which version of which model made a result, when, and from which resources.',
  type: 'Provenance',
  changes: [
    { id: 'Provenance' },
    {
      id: 'Provenance.target',
      short: 'The result',
      max: '1',
      type: [{ code: 'Reference', targetProfile: [`${HL7}RiskAssessment`] }],
      mustSupport: true,
    },
    { id: 'Provenance.recorded', mustSupport: true },
    {
      id: 'Provenance.activity',
      min: 1,
      patternCodeableConcept: { coding: [{ system: `${TERMINOLOGY}v3-DataOperation`, code: 'CREATE' }] },
      mustSupport: true,
    },
    { id: 'Provenance.agent', max: '1', mustSupport: true },
    {
      id: 'Provenance.agent.type',
      min: 1,
      patternCodeableConcept: {
        coding: [{ system: `${TERMINOLOGY}provenance-participant-type`, code: 'assembler' }],
      },
    },
    {
      id: 'Provenance.agent.who',
      short: 'The model as a Device',
      type: [{ code: 'Reference', targetProfile: [`${HL7}Device`] }],
      mustSupport: true,
    },
    {
      id: 'Provenance.entity',
      short: 'A resource that a value was taken from',
      mustSupport: true,
    },
    { id: 'Provenance.entity.role', fixedCode: 'source' },
  ],
};
