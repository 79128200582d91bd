import { complexExtension, invariant, simpleExtension } from './extension.ts';
import type { Profile } from './structure-definition.ts';
import { valueSetUrl } from './value-sets.ts';

const PREDICTION = ['RiskAssessment.prediction'];

const part = (name: string) => `extension.where(url = '${name}').value`;

const isPercent = (name: string) => `(${part(name)} >= 0 and ${part(name)} <= 100)`;

const interval = complexExtension({
  id: 'risk-interval',
  name: 'RiskInterval',
  title: 'Interval of a predicted probability',
  description:
    'Lower and upper limit of a predicted probability and the share of cases that such intervals are meant to contain, all in percent.',
  context: PREDICTION,
  parts: [
    { name: 'low', short: 'Lower limit in percent', types: ['decimal'] },
    { name: 'high', short: 'Upper limit in percent', types: ['decimal'] },
    { name: 'level', short: 'Nominal coverage in percent', types: ['decimal'] },
  ],
  constraint: [
    invariant('kri-1', 'The lower limit is not above the upper', `${part('low')} <= ${part('high')}`),
    invariant(
      'kri-2',
      'Limits and level are percentages',
      ['low', 'high', 'level'].map(isPercent).join(' and '),
    ),
  ],
});

const contribution = complexExtension({
  id: 'input-contribution',
  name: 'InputContribution',
  title: 'One input of a model and what it contributes to the answer',
  description:
    'The value of one input, its date and the resources it was taken from, and how far it moves the answer for this person away from that of the comparison group: in percentage points where the answer is a probability, in the unit of the score where it is one. Without an effect the model read the input and says nothing of its part. An imputed input was not measured: its effect says nothing about this person.',
  context: [...PREDICTION, 'RiskAssessment'],
  parts: [
    {
      name: 'concept',
      short: 'The input',
      types: ['Coding'],
      valueSet: valueSetUrl('concept'),
    },
    { name: 'value', short: 'The value that was used', types: ['Quantity', 'string'], optional: true },
    {
      name: 'effect',
      short: 'Effect in percentage points, or in the unit of the score',
      types: ['decimal'],
      optional: true,
    },
    { name: 'imputed', short: 'Whether the model filled in the value', types: ['boolean'] },
    { name: 'date', short: 'When the value was true', types: ['dateTime'], optional: true },
    {
      name: 'source',
      short: 'A resource that the value was taken from',
      types: ['Reference'],
      optional: true,
      many: true,
    },
    {
      name: 'staleDays',
      short:
        'Age of the value in days (a fraction below two days), where it was older than the model prefers',
      types: ['integer', 'decimal'],
      optional: true,
    },
    {
      name: 'count',
      short: 'Of a series, whose latest value this is: how many values were used',
      types: ['integer'],
      optional: true,
    },
    { name: 'from', short: 'When the first value of a series was true', types: ['dateTime'], optional: true },
    { name: 'to', short: 'When the last value of a series was true', types: ['dateTime'], optional: true },
    {
      name: 'derivedFrom',
      short: 'An input that the value was computed from',
      types: ['Coding'],
      optional: true,
      many: true,
      valueSet: valueSetUrl('concept'),
    },
    {
      name: 'notRecorded',
      short: 'Whether it was taken for absent because the record does not have it',
      types: ['boolean'],
      optional: true,
    },
    {
      name: 'instance',
      short: 'Of a picture: its SOP Instance UID as a URN',
      types: ['uri'],
      optional: true,
    },
    {
      name: 'modifiable',
      short: 'Whether the clinician can act on it: an association, not a promise',
      types: ['boolean'],
      optional: true,
    },
  ],
  constraint: [
    invariant(
      'kic-1',
      'An imputed value has no date and no source',
      `${part('imputed')} = true implies (${part('date')}.empty() and ${part('source')}.empty())`,
    ),
    invariant(
      'kic-2',
      'An instance is named by its UID',
      `${part('instance')}.all($this.matches('^urn:oid:[0-9.]{1,64}$'))`,
    ),
  ],
});

const score = simpleExtension({
  id: 'score-value',
  name: 'ScoreValue',
  title: 'Answer of a model that is no probability',
  description:
    'Points, an estimated rate, an age: the value in its unit, in the place of `probability`. Points have the UCUM annotation {score}.',
  context: PREDICTION,
  value: 'Quantity',
  constraint: [
    invariant(
      'ksv-1',
      'A score has a value and a coded unit',
      'value.value.exists() and value.code.exists()',
    ),
  ],
});

const scale = simpleExtension({
  id: 'score-scale',
  name: 'ScoreScale',
  title: 'Scale of a score',
  description: 'The least and the greatest value that a score can have, in the unit of its value.',
  context: PREDICTION,
  value: 'Range',
  constraint: [
    invariant(
      'kss-1',
      'A scale has two ends, the lower one first',
      'value.low.value.exists() and value.high.value.exists() and value.low.value < value.high.value',
    ),
  ],
});

const NUMBERS = "'^[0-9]+([.][0-9]+)?( [0-9]+([.][0-9]+)?)*$'";

const curve = complexExtension({
  id: 'survival-curve',
  name: 'SurvivalCurve',
  title: 'Predicted survival over time',
  description:
    'The predicted probability of no event by each time, with a band, in percent. Each part is a list of numbers with one blank between them; the lists are of equal length, and a point of the curve is the same place in each.',
  context: PREDICTION,
  parts: [
    { name: 'months', short: 'Times in months', types: ['string'] },
    { name: 'survival', short: 'Probability of no event by then, in percent', types: ['string'] },
    { name: 'low', short: 'Lower limits in percent', types: ['string'] },
    { name: 'high', short: 'Upper limits in percent', types: ['string'] },
  ],
  constraint: [
    invariant('ksc-1', 'Every part is a list of numbers', `extension.all(value.matches(${NUMBERS}))`),
  ],
});

const comparison = complexExtension({
  id: 'comparison-group',
  name: 'ComparisonGroup',
  title: 'Group that a predicted probability is compared with',
  description:
    'The people a probability is compared with and the probability among them in percent. `prediction.relativeRisk` and the contributions refer to this group.',
  context: PREDICTION,
  parts: [
    { name: 'group', short: 'The group in words: "women aged 63"', types: ['string'] },
    { name: 'probability', short: 'Probability in the group, in percent', types: ['decimal'] },
  ],
  constraint: [invariant('kcg-1', 'The probability is a percentage', isPercent('probability'))],
});

const notUsed = complexExtension({
  id: 'input-not-used',
  name: 'InputNotUsed',
  title: 'Input that was looked for and not used',
  description:
    'An input of the model that was absent from the record or there and unusable, and why. Absent is never taken for normal.',
  context: ['RiskAssessment'],
  parts: [
    {
      name: 'concept',
      short: 'The input',
      types: ['Coding'],
      valueSet: valueSetUrl('concept'),
    },
    {
      name: 'reason',
      short: 'Why it was not used',
      types: ['code'],
      valueSet: valueSetUrl('input-not-used-reason'),
    },
    { name: 'required', short: 'Whether the model abstains without it', types: ['boolean'] },
  ],
});

const service = simpleExtension({
  id: 'cds-service',
  name: 'CdsServiceOfResult',
  title: 'CDS service that gave a card',
  description:
    'Id of the CDS service, as in discovery, that gave the card of this identifier. A result that several services show has an identifier for the card of each.',
  context: ['RiskAssessment.identifier'],
  value: 'string',
});

const abstentionReason = simpleExtension({
  id: 'abstention-reason',
  name: 'AbstentionReason',
  title: 'Why a model gave no answer',
  description: 'The reason of an abstention as a code; the note says it in words.',
  context: ['RiskAssessment'],
  value: 'code',
  valueSet: valueSetUrl('abstention-reason'),
});

const picture = simpleExtension({
  id: 'explanation-picture',
  name: 'ExplanationPicture',
  title: 'Picture of where the model looked',
  description:
    'The DocumentReference of the picture that a result is about, with a heat map of where the network looked. Its display says what the heat map shows, for who cannot see it.',
  context: ['RiskAssessment'],
  value: 'Reference',
  constraint: [
    invariant(
      'kex-1',
      'The picture is referenced and said in words',
      'value.reference.exists() and value.display.exists()',
    ),
  ],
});

export const extensions: readonly Profile[] = [
  interval,
  contribution,
  comparison,
  score,
  scale,
  curve,
  notUsed,
  service,
  abstentionReason,
  picture,
];
