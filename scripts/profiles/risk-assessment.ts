import { IMAGE_RESULT_IDENTIFIER_SYSTEM } from '../../src/findings/identity.ts';
import {
  codeSystemUrl,
  extensionUrl,
  RESULT_IDENTIFIER_SYSTEM,
  URI_SYSTEM,
} from '../../src/kernel/canonical.ts';
import { byUrl, invariant } from './extension.ts';
import type { Change } from './snapshot.ts';
import type { Profile } from './structure-definition.ts';
import { valueSetUrl } from './value-sets.ts';

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';

/** A slice for one of the extensions, told from others by its url. */
function extensionSlice(
  element: string,
  name: string,
  extension: string,
  min: number,
  max: string,
): Change[] {
  const id = `${element}.extension:${name}`;
  return [
    { id, min, max, type: [{ code: 'Extension', profile: [extensionUrl(extension)] }], mustSupport: true },
    { id: `${id}.url`, fixedUri: extensionUrl(extension) },
  ];
}

const ROOT_CONSTRAINTS = [
  invariant('kra-1', 'A final result has a prediction', "status = 'final' implies prediction.exists()"),
  invariant('kra-2', 'An abstention has no prediction', "status = 'cancelled' implies prediction.empty()"),
  invariant('kra-3', 'An abstention says why in a note', "status = 'cancelled' implies note.exists()"),
  invariant(
    'kra-11',
    'An abstention has no picture of where the model looked',
    `status = 'cancelled' implies extension.where(url = '${extensionUrl('explanation-picture')}').empty()`,
  ),
  invariant(
    'kra-9',
    'The first prediction, the answer itself, has a level of risk',
    'prediction.exists() implies prediction.first().qualitativeRisk.exists()',
  ),
];

const METHOD_CONSTRAINT = invariant(
  'kra-4',
  'The method names the model and its version',
  `coding.where(system = '${codeSystemUrl('model')}' and code.exists() and version.exists()).exists()`,
);

const PROBABILITY_CONSTRAINT = invariant(
  'kra-5',
  'A probability is not negative',
  'probability.empty() or ((probability is decimal) implies ((probability as decimal) >= 0))',
);

const ANSWER_CONSTRAINT = invariant(
  'kra-7',
  'A prediction is either a probability or a score',
  `probability.exists() xor extension.where(url = '${extensionUrl('score-value')}').exists()`,
);

const HORIZON_CONSTRAINT = invariant(
  'kra-8',
  'A probability says of when it is',
  'probability.exists() implies when.exists()',
);

const CARD_CONSTRAINT = invariant(
  'kra-6',
  'A card is identified by a UUID',
  `where(system = '${URI_SYSTEM}').all(value.matches('^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'))`,
);

const SERVICE_CONSTRAINT = invariant(
  'kra-10',
  'A card is of one service',
  `where(system = '${URI_SYSTEM}').all(extension.where(url = '${extensionUrl('cds-service')}').count() = 1)`,
);

/** A slice of the identifiers, told from others by its system. */
const identifierSlice = (name: string, system: string, short: string, min: number, max: string): Change[] => {
  const id = `RiskAssessment.identifier:${name}`;
  return [
    { id, short, min, max, mustSupport: true },
    { id: `${id}.system`, min: 1, fixedUri: system },
  ];
};

const IDENTIFIERS: readonly Change[] = [
  {
    id: 'RiskAssessment.identifier',
    min: 1,
    slicing: { discriminator: [{ type: 'value', path: 'system' }], ordered: false, rules: 'open' },
    constraint: [CARD_CONSTRAINT, SERVICE_CONSTRAINT],
    mustSupport: true,
  },
  { id: 'RiskAssessment.identifier.system', min: 1 },
  { id: 'RiskAssessment.identifier.value', min: 1 },
  ...identifierSlice(
    'result',
    RESULT_IDENTIFIER_SYSTEM,
    'The same for the same model, version, person and inputs',
    1,
    '1',
  ),
  ...identifierSlice(
    'imageResult',
    IMAGE_RESULT_IDENTIFIER_SYSTEM,
    'Of a result about a picture: model, version and SOP Instance UID',
    0,
    '1',
  ),
  ...identifierSlice('card', URI_SYSTEM, 'The uuid of a card that showed the result', 0, '*'),
];

const META: readonly Change[] = [
  { id: 'RiskAssessment.meta', min: 1 },
  {
    id: 'RiskAssessment.meta.security',
    min: 1,
    slicing: { discriminator: [{ type: 'pattern', path: '$this' }], ordered: false, rules: 'open' },
  },
  {
    id: 'RiskAssessment.meta.security:aiAsserted',
    short: 'Made by an artificial intelligence',
    comment: 'AIAST is newer than R4: the v3-ObservationValue that was published with R4 does not have it.',
    min: 1,
    max: '1',
    patternCoding: { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'AIAST' },
    mustSupport: true,
  },
];

const PREDICTION: readonly Change[] = [
  {
    id: 'RiskAssessment.prediction',
    short: 'The answer, then further outcomes and horizons of the same model; none when it abstained',
    constraint: [PROBABILITY_CONSTRAINT, ANSWER_CONSTRAINT, HORIZON_CONSTRAINT],
    mustSupport: true,
  },
  { id: 'RiskAssessment.prediction.extension', slicing: byUrl('open') },
  ...extensionSlice('RiskAssessment.prediction', 'interval', 'risk-interval', 0, '1'),
  ...extensionSlice('RiskAssessment.prediction', 'comparison', 'comparison-group', 0, '1'),
  ...extensionSlice('RiskAssessment.prediction', 'contribution', 'input-contribution', 0, '*'),
  ...extensionSlice('RiskAssessment.prediction', 'score', 'score-value', 0, '1'),
  ...extensionSlice('RiskAssessment.prediction', 'scale', 'score-scale', 0, '1'),
  ...extensionSlice('RiskAssessment.prediction', 'curve', 'survival-curve', 0, '1'),
  { id: 'RiskAssessment.prediction.outcome', min: 1, mustSupport: true },
  {
    id: 'RiskAssessment.prediction.probability[x]',
    short: 'Probability in percent; a score has its value in an extension',
    type: [{ code: 'decimal' }],
    mustSupport: true,
  },
  {
    id: 'RiskAssessment.prediction.qualitativeRisk',
    short: 'Level of risk by the bands of the model; its text names the band',
    binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/risk-probability' },
    mustSupport: true,
  },
  {
    id: 'RiskAssessment.prediction.when[x]',
    short:
      "The horizon: a period, or the person's age at its start and end; the time of the picture for what is seen on it; none for a score of the present",
    mustSupport: true,
  },
  { id: 'RiskAssessment.prediction.rationale', short: 'The result in a sentence', min: 1, mustSupport: true },
];

/** What a model says about one person: a prediction, or an abstention and why. */
export const riskAssessment: Profile = {
  id: 'kairos-risk-assessment',
  name: 'KairosRiskAssessment',
  title: 'Result of a prediction model',
  description:
    'What one version of a prediction model says about one person: a probability with its interval, or a score, what drives it and what it is based on (`final`), or that the model declined and why (`cancelled`).',
  type: 'RiskAssessment',
  changes: [
    { id: 'RiskAssessment', constraint: ROOT_CONSTRAINTS },
    ...META,
    { id: 'RiskAssessment.extension', slicing: byUrl('open') },
    ...extensionSlice('RiskAssessment', 'inputNotUsed', 'input-not-used', 0, '*'),
    ...extensionSlice('RiskAssessment', 'abstentionReason', 'abstention-reason', 0, '1'),
    ...extensionSlice('RiskAssessment', 'read', 'input-contribution', 0, '*'),
    ...extensionSlice('RiskAssessment', 'explanationPicture', 'explanation-picture', 0, '1'),
    ...IDENTIFIERS,
    {
      id: 'RiskAssessment.status',
      short: 'final: a prediction. cancelled: the model abstained. entered-in-error: withdrawn',
      binding: { strength: 'required', valueSet: valueSetUrl('result-status') },
      mustSupport: true,
    },
    {
      id: 'RiskAssessment.method',
      short: 'The model and its version',
      min: 1,
      constraint: [METHOD_CONSTRAINT],
      mustSupport: true,
    },
    {
      id: 'RiskAssessment.subject',
      type: [{ code: 'Reference', targetProfile: [`${HL7}Patient`] }],
      mustSupport: true,
    },
    {
      id: 'RiskAssessment.occurrence[x]',
      short: 'When the record was read',
      min: 1,
      type: [{ code: 'dateTime' }],
      mustSupport: true,
    },
    {
      id: 'RiskAssessment.performer',
      short: 'The model as a Device',
      min: 1,
      type: [{ code: 'Reference', targetProfile: [`${HL7}Device`] }],
      mustSupport: true,
    },
    {
      id: 'RiskAssessment.basis',
      short: 'Every resource a value was taken from; a picture by its SOP Instance UID',
      mustSupport: true,
    },
    ...PREDICTION,
    {
      id: 'RiskAssessment.mitigation',
      short: 'Inputs open to change that go with a higher result: an association, not a promise',
    },
    {
      id: 'RiskAssessment.note',
      short: 'Why the model abstained; what limits the result',
      mustSupport: true,
    },
  ],
};
