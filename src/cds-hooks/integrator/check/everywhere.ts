import { isObject } from '../../../kernel/json-object.ts';
import { error, type Finding, warning } from './finding.ts';
import { memberPath, type Node, nodesOf } from './nodes.ts';

/** More are of no use to anybody, and the document is somebody else's. */
const MOST = 1000;

/** Rules 2 and 27, which hold for every value of a document. */
export function checkEverywhere(document: unknown, path: string): Finding[] {
  const findings: Finding[] = [];
  for (const node of nodesOf(document, path)) {
    findings.push(...isEmpty(node), ...hasOddExtension(node));
    if (findings.length >= MOST) break;
  }
  return findings;
}

/** Lists that say "none" by being empty. */
const MAY_BE_EMPTY = ['response.cards', 'discovery.services'];

/** Rule 2: null, "", [] and {} are left out. FHIR fills the gaps of some lists of a resource with null. */
function isEmpty({ path, value, depth, inResource }: Node): Finding[] {
  if (depth === 0) return [];
  if (inResource && value === null && path.endsWith(']')) return [];
  if (MAY_BE_EMPTY.includes(path) && Array.isArray(value)) return [];
  const isNothing = value === null || value === '';
  const isBare = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return isNothing || isBare
    ? [error(2, path, `is ${JSON.stringify(value)}: what is empty is left out`)]
    : [];
}

/** Rule 27: `extension` is an object, its keys in the style of com.example. FHIR's own are lists. */
function hasOddExtension({ path, value, inResource }: Node): Finding[] {
  if (inResource || !isObject(value) || value.extension === undefined || value.extension === null) return [];
  const at = `${path}.extension`;
  if (!isObject(value.extension)) return [error(27, at, 'must be an object')];
  return Object.keys(value.extension)
    .filter((key) => !key.includes('.'))
    .map((key) => warning(27, memberPath(at, key), 'should have a reverse domain name, as com.example.name'));
}
