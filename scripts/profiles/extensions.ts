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
  title: 'Contribution of one input to a predicted probability',
  description:
    'How far one input moves the probability of this person away from that of the comparison group, in percentage points, with the value, its date and the resource it was taken from. An imputed input was not measured: its effect says nothing about this person.',
  context: PREDICTION,
  parts: [
    {
      name: 'concept',
      short: 'The input',
      types: ['Coding'],
      valueSet: valueSetUrl('concept'),
    },
    { name: 'value', short: 'The value that was used', types: ['Quantity', 'string'], optional: true },
    { name: 'effect', short: 'Effect in percentage points', types: ['decimal'] },
    { name: 'imputed', short: 'Whether the model filled in the value', types: ['boolean'] },
    { name: 'date', short: 'When the value was true', types: ['dateTime'], optional: true },
    { name: 'source', short: 'The resource with the value', types: ['Reference'], optional: true },
    {
      name: 'staleDays',
      short: 'Age of the value in days, where it was older than the model prefers',
      types: ['integer'],
      optional: true,
    },
  ],
  constraint: [
    invariant(
      'kic-1',
      'An imputed value has no date and no source',
      `${part('imputed')} = true implies (${part('date')}.empty() and ${part('source')}.empty())`,
    ),
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
  title: 'CDS service that a result became a card of',
  description:
    'Id of the CDS service, as in discovery, whose card this result became. Where several services ask the same model the same, it is the one that asked first.',
  context: ['RiskAssessment'],
  value: 'string',
});

export const extensions: readonly Profile[] = [interval, contribution, comparison, notUsed, service];
