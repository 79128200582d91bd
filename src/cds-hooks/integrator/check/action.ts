import { isObject } from '../../../kernel/json-object.ts';
import { error, type Finding, warning } from './finding.ts';
import { needsOneOf, needsText } from './values.ts';

type Action = Record<string, unknown>;

/** Rule 19 for the actions of a suggestion, rule 22 for those that need nobody's consent. */
export function checkAction(action: Action, path: string, kind: 'suggested' | 'system'): Finding[] {
  const rule = kind === 'suggested' ? 19 : 22;
  return [
    ...needsOneOf(rule, action.type, ['create', 'update', 'delete'], `${path}.type`),
    ...isDescribed(action, path, kind),
    ...hasTarget(rule, action, path),
  ];
}

/** Required in 2.0.1; 3.0 lets a system action do without. */
const isDescribed = ({ description }: Action, path: string, kind: 'suggested' | 'system'): Finding[] =>
  kind === 'system' && description === undefined
    ? [warning(22, `${path}.description`, 'is required up to 2.0')]
    : needsText(kind === 'suggested' ? 19 : 22, description, `${path}.description`);

function hasTarget(rule: number, action: Action, path: string): Finding[] {
  if (action.type === 'create') return isResource(rule, action.resource, `${path}.resource`);
  if (action.type === 'update') return isWhole(rule, action.resource, `${path}.resource`);
  return action.type === 'delete' ? namesTarget(rule, action, path) : [];
}

function isResource(rule: number, resource: unknown, path: string): Finding[] {
  if (resource === undefined) return [error(rule, path, 'is required')];
  if (resource === null || (isObject(resource) && typeof resource.resourceType === 'string')) return [];
  return [error(rule, path, 'must be a FHIR resource')];
}

/** An update replaces: it holds all of the resource, with the id of the one that it replaces. */
function isWhole(rule: number, resource: unknown, path: string): Finding[] {
  const problems = isResource(rule, resource, path);
  if (problems.length > 0 || !isObject(resource)) return problems;
  if (typeof resource.id !== 'string')
    return [error(rule, `${path}.id`, 'is required: it says what to update')];
  const isBare = Object.keys(resource).every((name) => ['resourceType', 'id', 'meta'].includes(name));
  return isBare ? [error(rule, path, 'must be the whole resource')] : [];
}

const RELATIVE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;

function namesTarget(rule: number, { resourceId, resource }: Action, path: string): Finding[] {
  const at = `${path}.resourceId`;
  if (resourceId === undefined && resource === undefined)
    return [error(rule, at, 'is required: it says what to delete')];
  if (resourceId === undefined)
    return [warning(rule, at, 'should name what to delete; doing so by resource is deprecated')];
  return typeof resourceId === 'string' && RELATIVE.test(resourceId)
    ? []
    : [warning(rule, at, 'should be a relative reference, as ServiceRequest/1')];
}
