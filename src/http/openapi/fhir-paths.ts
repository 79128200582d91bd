import { DEFAULT_COUNT, INCLUDES, MOST_COUNT, REV_INCLUDES } from '../../fhir/api/search-params.ts';
import { type ParamKind, searchableTypes, searchParams } from '../../store/search-index.ts';
import { imagingPaths } from './imaging-paths.ts';
import { answer, content, FHIR_JSON, failures, type Json, operation, ref } from './parts.ts';

const TAG = 'FHIR';

/** FHIR R4 interactions, from the tables that searches are parsed with. */
export const fhirPaths = (demandsTokens: boolean, analysesPictures: boolean): Json => ({
  '/fhir/metadata': {
    get: {
      ...operation(TAG, 'capabilities', 'What this FHIR API does', demandsTokens),
      responses: {
        200: answer('CapabilityStatement', ref('Resource'), FHIR_JSON),
        ...failures(['not-acceptable'], demandsTokens),
      },
    },
  },
  ...Object.assign({}, ...searchableTypes.map((type) => pathsOf(type, demandsTokens))),
  ...readPaths('Binary', demandsTokens),
  ...(analysesPictures ? imagingPaths(demandsTokens) : {}),
});

const pathsOf = (type: string, demandsTokens: boolean): Json => ({
  [`/fhir/${type}`]: { get: search(type, demandsTokens) },
  [`/fhir/${type}/_search`]: { post: postedSearch(type, demandsTokens) },
  ...readPaths(type, demandsTokens),
});

const readPaths = (type: string, demandsTokens: boolean): Json => ({
  [`/fhir/${type}/{id}`]: { get: read(type, 'read', 'Resource', [ID], demandsTokens) },
  [`/fhir/${type}/{id}/_history`]: { get: read(type, 'history', 'Bundle', [ID], demandsTokens) },
  [`/fhir/${type}/{id}/_history/{vid}`]: { get: read(type, 'vread', 'Resource', [ID, VID], demandsTokens) },
});

const pathParameter = (name: string): Json => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
});
const ID = pathParameter('id');
const VID = pathParameter('vid');

const search = (type: string, demandsTokens: boolean): Json => ({
  ...operation(TAG, `search-${type}`, `Search ${type}`, demandsTokens),
  parameters: parametersOf(type).map(([name, schema, description]) => ({
    name,
    in: 'query',
    schema,
    description,
  })),
  responses: searchAnswers(demandsTokens),
});

function postedSearch(type: string, demandsTokens: boolean): Json {
  const fields = parametersOf(type).map(([name, schema, description]) => [name, { ...schema, description }]);
  const form = { type: 'object', properties: Object.fromEntries(fields) };
  return {
    ...operation(TAG, `search-post-${type}`, `Search ${type}, parameters in a form`, demandsTokens),
    requestBody: { content: content(form, 'application/x-www-form-urlencoded') },
    responses: searchAnswers(demandsTokens),
  };
}

const searchAnswers = (demandsTokens: boolean): Json => ({
  200: answer('A page of results', ref('Bundle'), FHIR_JSON),
  ...failures(['invalid-search', 'not-acceptable'], demandsTokens),
});

const read = (
  type: string,
  name: string,
  schema: string,
  parameters: readonly Json[],
  demandsTokens: boolean,
): Json => ({
  ...operation(TAG, `${name}-${type}`, `${name} of ${type}`, demandsTokens),
  parameters,
  responses: {
    200: answer(schema === 'Bundle' ? 'All versions' : type, ref(schema), FHIR_JSON),
    ...failures(['not-found', 'not-acceptable'], demandsTokens),
  },
});

type Parameter = readonly [name: string, schema: Json, description: string];

const DESCRIPTIONS: Readonly<Record<ParamKind, string>> = {
  token: 'code, or system|code; `:not` and `:missing`',
  reference: 'Type/id, or an id; `:Type` and `:missing`',
  date: 'a date with an optional prefix eq, ne, gt, lt, ge or le; `:missing`',
  number: 'a number with an optional prefix eq, ne, gt, lt, ge or le; `:missing`',
  string: 'how the text starts; `:missing`',
};

const TEXT: Json = { type: 'string' };

const parametersOf = (type: string): readonly Parameter[] => [
  ...[...searchParams(type)!].map(([name, { kind }]): Parameter => [name, TEXT, DESCRIPTIONS[kind]]),
  ['_count', { type: 'integer', minimum: 0, default: DEFAULT_COUNT }, `At most ${MOST_COUNT} in a page`],
  ['_offset', { type: 'integer', minimum: 0, default: 0 }, 'Results that are skipped'],
  ['_sort', TEXT, 'Dates and numbers, `-` for the highest first'],
  ['_summary', { enum: ['count', 'false'] }, '`count` for the number only'],
  ...listed('_include', INCLUDES[type]),
  ...listed('_revinclude', REV_INCLUDES[type]),
];

const listed = (name: string, values: readonly string[] | undefined): readonly Parameter[] =>
  values ? [[name, { enum: values }, 'Resources that are returned along']] : [];
