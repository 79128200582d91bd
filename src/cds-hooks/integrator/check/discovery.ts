import { error, type Finding, warning } from './finding.ts';
import { usesQueries } from './query.ts';
import { usesTokens } from './template-tokens.ts';
import { eachOf, mayBeText, needsText } from './values.ts';

type Service = Record<string, unknown>;

/** Rules 3 to 5, 8 and 10: the object that lists the services. */
export function checkServices(list: Record<string, unknown>, path: string): Finding[] {
  const at = `${path}.services`;
  if (list.services === undefined) return [error(3, at, 'is required')];
  return [...eachOf(3, list.services, at, checkService), ...areDistinct(list.services, at)];
}

const checkService = (service: Service, path: string): Finding[] => [
  ...isDescribed(service, path),
  ...hasTitle(service, path),
  ...hasVersions(service, path),
  ...hasPrefetch(service, path),
];

/** Rule 4: hook, id and description. */
const isDescribed = (service: Service, path: string): Finding[] => [
  ...['hook', 'id', 'description'].flatMap((name) => needsText(4, service[name], `${path}.${name}`)),
  ...mayBeText(4, service.usageRequirements, `${path}.usageRequirements`),
];

/** Rule 4: a title. */
const hasTitle = ({ title }: Service, path: string): Finding[] =>
  title === undefined
    ? [warning(4, `${path}.title`, 'should be there')]
    : mayBeText(4, title, `${path}.title`);

const SEMVER = /^\d+\.\d+\.\d+(-[\w.]+)?(\+[\w.]+)?$/;

/** Rule 4: the version of the specification (3.0) is a semantic version. */
const hasVersions = ({ version, hookVersion }: Service, path: string): Finding[] => [
  ...(version === undefined || (typeof version === 'string' && SEMVER.test(version))
    ? []
    : [warning(4, `${path}.version`, 'should be a semantic version of the specification')]),
  ...mayBeText(4, hookVersion, `${path}.hookVersion`),
];

/** Rule 4: `prefetch` is an object of strings; then rules 8 and 10 for each. */
function hasPrefetch(service: Service, path: string): Finding[] {
  const { prefetch } = service;
  if (prefetch === undefined || prefetch === null) return [];
  const at = `${path}.prefetch`;
  if (typeof prefetch !== 'object' || Array.isArray(prefetch)) return [error(4, at, 'must be an object')];
  return Object.entries(prefetch).flatMap(([key, template]) =>
    checkTemplate(service, template, `${at}.${key}`),
  );
}

function checkTemplate(service: Service, template: unknown, path: string): Finding[] {
  if (typeof template !== 'string') return needsText(4, template, path);
  return [...usesTokens(service, template, path), ...usesQueries(template, path)];
}

/** Rule 5: an id may stand under several hooks, but calls are told apart by id and hook. */
function areDistinct(services: unknown, path: string): Finding[] {
  const seen = new Set<string>();
  return (Array.isArray(services) ? services : []).flatMap((service: Service | null, i) => {
    const name = JSON.stringify([service?.id, service?.hook]);
    if (seen.has(name)) return [error(5, `${path}[${i}].id`, 'stands twice under the same hook')];
    seen.add(name);
    return [];
  });
}
