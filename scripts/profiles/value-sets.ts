import type { ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import { FEEDBACK_SYSTEM } from '../../src/findings/feedback-codes.ts';
import { CANONICAL, codeSystemUrl } from '../../src/kernel/canonical.ts';
import { header } from './header.ts';

export const valueSetUrl = (name: string): string => `${CANONICAL}/ValueSet/${name}`;

function valueSet(id: string, name: string, title: string, include: ValueSetComposeInclude): ValueSet {
  return {
    resourceType: 'ValueSet',
    id,
    url: valueSetUrl(id),
    ...header,
    name,
    title,
    compose: { include: [include] },
  };
}

const all = (codeSystem: string): ValueSetComposeInclude => ({ system: codeSystemUrl(codeSystem) });

/** The value sets that the profiles and the cards' feedback are bound to. */
export const valueSets: readonly ValueSet[] = [
  valueSet('concept', 'Concepts', 'Inputs of models', all('concept')),
  valueSet(
    'input-not-used-reason',
    'InputNotUsedReasons',
    'Why an input was not used',
    all('input-not-used-reason'),
  ),
  valueSet('abstention-reason', 'AbstentionReasons', 'Why a model gave no answer', all('abstention-reason')),
  valueSet('override-reason', 'OverrideReasons', 'Why a card was set aside', all('override-reason')),
  valueSet('card-outcome', 'CardOutcomes', 'What was done with a card', {
    system: FEEDBACK_SYSTEM,
    concept: ['accepted', 'overridden'].map((code) => ({ code })),
  }),
  valueSet('result-status', 'ResultStatuses', 'Statuses of a result', {
    system: 'http://hl7.org/fhir/observation-status',
    concept: ['final', 'cancelled', 'entered-in-error'].map((code) => ({ code })),
  }),
];
