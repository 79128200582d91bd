import { type Finding, warning } from './finding.ts';

const READ = /^[A-Z][A-Za-z]+\/[^/?]+$/;
const SEARCH = /^[A-Z][A-Za-z]+(\?(.*))?$/s;

/** Rule 10: an instance read, or a type search by plain parameters (CDS Hooks 2.0.1, "Prefetch query restrictions"). */
export function usesQueries(template: string, path: string): Finding[] {
  const query = template.replace(/\{\{[^{}]*\}\}/g, 'x');
  if (READ.test(query)) return [];
  const [isSearch, , params = ''] = SEARCH.exec(query) ?? [];
  if (!isSearch)
    return [warning(10, path, 'should be an instance read or a type search, relative to the server')];
  return params
    .split('&')
    .filter(Boolean)
    .flatMap((pair) => isPlain(pair, path));
}

/** Parameters for all resources and for results that every server can be expected to understand. */
const COMMON = ['_id', '_lastUpdated', '_tag', '_security', '_count', '_sort', '_maxresults'];

function isPlain(pair: string, path: string): Finding[] {
  const [name = '', value = ''] = pair.split('=');
  const [base = '', modifier] = name.split(':');
  const says = (what: string) => [warning(10, path, `should do without ${what}`)];
  if (base.startsWith('_') && !COMMON.includes(base)) return says(base);
  if (base.includes('.')) return says(`the chained parameter ${base}`);
  if (modifier !== undefined && modifier !== 'in') return says(`the modifier :${modifier}`);
  if (/^(ne|sa|eb|ap)\d{4}/.test(value)) return says(`the date prefix ${value.slice(0, 2)}`);
  return [];
}
