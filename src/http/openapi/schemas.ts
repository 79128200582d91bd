import { codeSystemUrl } from '../../kernel/canonical.ts';
import { errorCodes } from '../../kernel/errors.ts';
import { SUMMARY_LIMIT } from '../../kernel/text.ts';
import { type Json, ref } from './parts.ts';

const TEXT: Json = { type: 'string', minLength: 1 };
const URL_TEXT: Json = { type: 'string', format: 'uri' };

const object = (required: readonly string[], properties: Json): Json => ({
  type: 'object',
  required,
  properties,
});
const listOf = (items: Json): Json => ({ type: 'array', items });

const CODING = object(['system', 'code', 'display'], { system: TEXT, code: TEXT, display: TEXT });

/** CDS Hooks 2.0.1, "Discovery". */
const SERVICE = object(['id', 'hook', 'title', 'description', 'prefetch'], {
  id: TEXT,
  hook: TEXT,
  title: TEXT,
  description: TEXT,
  usageRequirements: TEXT,
  prefetch: { type: 'object', additionalProperties: TEXT },
});

/** CDS Hooks 2.0.1, "Card Attributes". */
const CARD = object(['summary', 'indicator', 'source'], {
  uuid: { type: 'string', format: 'uuid', description: 'Feedback names it' },
  summary: { type: 'string', minLength: 1, maxLength: SUMMARY_LIMIT },
  detail: { ...TEXT, description: 'GitHub-flavoured Markdown' },
  indicator: { enum: ['info', 'warning', 'critical'] },
  source: object(['label'], { label: TEXT, url: URL_TEXT, icon: URL_TEXT, topic: CODING }),
  suggestions: listOf(object(['label'], { label: TEXT, uuid: TEXT, isRecommended: { type: 'boolean' } })),
  selectionBehavior: { enum: ['at-most-one', 'any'] },
  overrideReasons: listOf(CODING),
  links: listOf(
    object(['label', 'url', 'type'], { label: TEXT, url: URL_TEXT, type: { enum: ['absolute', 'smart'] } }),
  ),
});

/** https://hl7.org/fhir/R4/operationoutcome.html ; success of a feedback call has no code of its own. */
const ISSUE = object(['severity', 'code', 'details'], {
  severity: { enum: ['fatal', 'error', 'warning', 'information'] },
  code: TEXT,
  details: object(['text'], {
    text: TEXT,
    coding: listOf(
      object(['system', 'code'], { system: { const: codeSystemUrl('error') }, code: { enum: errorCodes } }),
    ),
  }),
  diagnostics: TEXT,
  expression: listOf(TEXT),
});

export const schemas: Json = {
  Discovery: object(['services'], { services: listOf(ref('Service')) }),
  Service: SERVICE,
  CdsResponse: object(['cards'], { cards: listOf(ref('Card')) }),
  Card: CARD,
  OperationOutcome: object(['resourceType', 'issue'], {
    resourceType: { const: 'OperationOutcome' },
    issue: { ...listOf(ISSUE), minItems: 1 },
  }),
  Resource: object(['resourceType'], { resourceType: TEXT, id: TEXT }),
  Bundle: object(['resourceType', 'type'], {
    resourceType: { const: 'Bundle' },
    type: TEXT,
    total: { type: 'integer', minimum: 0 },
    entry: listOf(object([], { fullUrl: URL_TEXT, resource: ref('Resource') })),
  }),
};
