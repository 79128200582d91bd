import type { AnalysisRequest } from '../../findings/imaging-operations.ts';
import { problem } from '../../kernel/errors.ts';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

type LocatedResource = AnalysisRequest['imagingStudy'];

/** Parameters of `$analyze` that hold a resource, and whether there may be several. */
const RESOURCES = { imagingStudy: 'one', patient: 'one', endpoint: 'many' } as const;

type ResourceName = keyof typeof RESOURCES;

interface Draft {
  readonly imagingStudy: LocatedResource[];
  readonly patient: LocatedResource[];
  readonly endpoint: LocatedResource[];
  readonly model: { readonly name: string; readonly expression: string }[];
}

/** The input of `$analyze`: a Parameters resource, or the ImagingStudy itself (FHIR R4, "Executing an Operation"). */
export function analysisRequestOf(body: unknown): Result<AnalysisRequest> {
  if (body === undefined) return err(problem('unsupported-media-type'));
  if (!isObject(body)) return err(problem('not-an-object'));
  if (body.resourceType === 'ImagingStudy')
    return ok({ imagingStudy: { resource: body, expression: 'ImagingStudy' }, endpoints: [] });
  if (body.resourceType !== 'Parameters')
    return err(
      problem('wrong-resource-type', {
        expression: 'resourceType',
        diagnostics: 'expected Parameters or an ImagingStudy',
      }),
    );
  const { parameter = [] } = body;
  if (!Array.isArray(parameter)) return err(problem('invalid-field', { expression: 'Parameters.parameter' }));
  return fromList(parameter);
}

function fromList(parameters: readonly unknown[]): Result<AnalysisRequest> {
  const draft: Draft = { imagingStudy: [], patient: [], endpoint: [], model: [] };
  for (const [i, parameter] of parameters.entries()) {
    const added = add(draft, parameter, `Parameters.parameter[${i}]`);
    if (!added.ok) return added;
  }
  const [imagingStudy] = draft.imagingStudy;
  if (!imagingStudy)
    return err(
      problem('required-field', {
        expression: 'Parameters.parameter',
        diagnostics: 'expected a parameter imagingStudy',
      }),
    );
  const [patient] = draft.patient;
  const [model] = draft.model;
  return ok({
    imagingStudy,
    endpoints: draft.endpoint,
    ...(patient ? { patient } : {}),
    ...(model ? { model } : {}),
  });
}

function add(draft: Draft, parameter: unknown, at: string): Result<void> {
  if (!isObject(parameter)) return err(problem('not-an-object', { expression: at }));
  const { name } = parameter;
  if (typeof name !== 'string') return err(problem('required-field', { expression: `${at}.name` }));
  if (name === 'model') return addModel(draft, parameter, at);
  if (!Object.hasOwn(RESOURCES, name)) return invalid(`${at}.name`, `expected one of: ${NAMES}`);
  const list = draft[name as ResourceName];
  if (list.length > 0 && RESOURCES[name as ResourceName] === 'one')
    return invalid(`${at}.name`, 'expected once');
  const { resource } = parameter;
  if (!isObject(resource)) return err(problem('required-field', { expression: `${at}.resource` }));
  list.push({ resource, expression: `${at}.resource` });
  return ok(undefined);
}

const NAMES = [...Object.keys(RESOURCES), 'model'].join(', ');

function addModel(
  { model }: Draft,
  { valueCode, valueString = valueCode }: Fields,
  at: string,
): Result<void> {
  if (model.length > 0) return invalid(`${at}.name`, 'expected once');
  if (typeof valueString !== 'string')
    return err(problem('required-field', { expression: `${at}.valueCode` }));
  model.push({ name: valueString, expression: `${at}.valueCode` });
  return ok(undefined);
}

const invalid = (expression: string, diagnostics: string): Result<never> =>
  err(problem('invalid-field', { expression, diagnostics }));
