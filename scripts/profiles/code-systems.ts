import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import { concepts } from '../../src/chart/catalogue.ts';
import { whyUnusable } from '../../src/chart/wording.ts';
import { EXPLANATION_PICTURE } from '../../src/findings/explanation-picture.ts';
import { FEEDBACK_CODES } from '../../src/findings/feedback-codes.ts';
import { overrideReasons } from '../../src/findings/override-reasons.ts';
import type { AbstentionReason } from '../../src/inference/prediction.ts';
import type { LoadedModel } from '../../src/inference/registry.ts';
import { codeSystemUrl } from '../../src/kernel/canonical.ts';
import { errorCodes, issueTypeOf, problem, statusOf } from '../../src/kernel/errors.ts';
import type { MissingReason, UnusableReason } from '../../src/kernel/evidence.ts';
import { header } from './header.ts';

function codeSystem(
  id: string,
  name: string,
  title: string,
  concept: CodeSystemConcept[],
  rest: Partial<CodeSystem> = {},
): CodeSystem {
  return {
    resourceType: 'CodeSystem',
    id,
    url: codeSystemUrl(id),
    ...header,
    name,
    title,
    caseSensitive: true,
    content: 'complete',
    ...rest,
    concept,
  };
}

/** From `src/kernel/errors.ts`. */
const errors = codeSystem(
  'error',
  'Errors',
  'Expected failures',
  errorCodes.map((code) => ({
    code,
    display: problem(code).message,
    property: [
      { code: 'status', valueInteger: statusOf(code) },
      { code: 'issue', valueCode: issueTypeOf(code) },
    ],
  })),
  {
    property: [
      { code: 'status', type: 'integer', description: 'HTTP status' },
      { code: 'issue', type: 'code', description: 'OperationOutcome.issue.code' },
    ],
  },
);

/** From `src/chart/concepts.json`. */
const inputs = codeSystem(
  'concept',
  'Concepts',
  'Inputs of models',
  [...concepts.values()].map(({ id, label, ...rest }) => ({
    code: id,
    display: label,
    ...('unit' in rest && rest.unit ? { property: [{ code: 'unit', valueString: rest.unit }] } : {}),
  })),
  { property: [{ code: 'unit', type: 'string', description: 'Canonical UCUM unit' }] },
);

const FINDING = 'clinical-finding';

/** From `src/chart/concepts.json`: codes of our own for findings, grades and rates that no public code was found for. */
const findings = codeSystem(FINDING, 'ClinicalFindings', 'Findings, grades and rates without a public code', [
  ...new Map(
    [...concepts.values()]
      .flatMap((c) => [...c.codes, ...('values' in c ? (c.values ?? []) : [])])
      .filter(({ system }) => system === codeSystemUrl(FINDING))
      .map(({ code, display }) => [code, { code, display }]),
  ).values(),
]);

/** From `src/findings/override-reasons.ts`. */
const overrides = codeSystem(
  'override-reason',
  'OverrideReasons',
  'Why a card was set aside',
  overrideReasons.map(({ code, display }) => ({ code, display })),
);

/** From `src/findings/feedback-codes.ts`. */
const feedback = codeSystem(
  'card-feedback',
  'CardFeedback',
  'Feedback on cards',
  Object.entries(FEEDBACK_CODES).map(([code, display]) => ({ code, display })),
);

/** Every CDS service of a server, by its id in discovery; a hospital adds its own, hence no list. */
const services: CodeSystem = {
  resourceType: 'CodeSystem',
  id: 'cds-service',
  url: codeSystemUrl('cds-service'),
  ...header,
  name: 'CdsServices',
  title: 'CDS services',
  caseSensitive: true,
  content: 'not-present',
};

const unusable = (reason: UnusableReason): string => whyUnusable({ concept: '', required: false, reason });

/** The compiler holds this list to the reasons of `src/kernel/evidence.ts`. */
const REASONS: Readonly<Record<MissingReason | UnusableReason, string>> = {
  none: 'none in the record',
  'none-in-window': 'none recent enough',
  'unknown-unit': unusable('unknown-unit'),
  'no-unit': unusable('no-unit'),
  implausible: unusable('implausible'),
  'not-a-number': unusable('not-a-number'),
  comparator: unusable('comparator'),
  undated: unusable('undated'),
  'future-dated': unusable('future-dated'),
  'unknown-code': unusable('unknown-code'),
  'in-error': unusable('in-error'),
  'no-value': unusable('no-value'),
  contradictory: unusable('contradictory'),
};

const notUsed = codeSystem(
  'input-not-used-reason',
  'InputNotUsedReasons',
  'Why an input was not used',
  Object.entries(REASONS).map(([code, display]) => ({ code, display })),
);

/** The compiler holds this list to the reasons of `src/inference/prediction.ts`. */
const ABSTENTION_REASONS: Readonly<Record<AbstentionReason, string>> = {
  'required-input-missing': 'An input without which the model gives no answer is missing',
  'required-input-unusable': 'An input without which the model gives no answer is there and cannot be used',
  'not-applicable': 'The model was not made for this person or picture',
  'out-of-range': 'What was read is unlike anything that the model learned from',
  failed: 'The model failed',
};

const abstentions = codeSystem(
  'abstention-reason',
  'AbstentionReasons',
  'Why a model gave no answer',
  Object.entries(ABSTENTION_REASONS).map(([code, display]) => ({ code, display })),
);

/** From `src/findings/explanation-picture.ts`. */
const documentTypes = codeSystem('document-type', 'DocumentTypes', 'Types of documents', [
  { code: EXPLANATION_PICTURE.code, display: EXPLANATION_PICTURE.display },
]);

const deviceTypes = codeSystem('device-type', 'DeviceTypes', 'Types of Device', [
  { code: 'ai-model', display: 'Artificial intelligence model' },
]);

/** The models that come with Kairos; a hospital adds its own, hence a fragment. */
const modelNames = (models: readonly LoadedModel[]): CodeSystem =>
  codeSystem(
    'model',
    'Models',
    'Prediction models',
    models.map(({ manifest }) => ({ code: manifest.name, display: manifest.title.en })),
    { content: 'fragment' },
  );

export const codeSystems = (models: readonly LoadedModel[]): readonly CodeSystem[] => [
  errors,
  inputs,
  findings,
  overrides,
  feedback,
  services,
  notUsed,
  abstentions,
  documentTypes,
  deviceTypes,
  modelNames(models),
];
