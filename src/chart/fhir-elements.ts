import { type Fields, isObject } from '../kernel/json-object.ts';
export const isOptionalString = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

/** FHIR R4 `id`; version ids have the same form. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(value);

const DATE = String.raw`\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)`;
const DATE_PATTERN = new RegExp(`^${DATE})?)?$`);
const DATE_TIME_PATTERN = new RegExp(`^${DATE}(?:${TIME})?)?)?$`);

/** R4 `date`: a year, a month or a day of the calendar. */
export const isDate = (value: unknown): value is string =>
  typeof value === 'string' && DATE_PATTERN.test(value) && isOfCalendar(value);

/**
 * The earliest instant that an R4 `dateTime` or `instant` may mean, in milliseconds since 1970: `2026` is
 * 2026-01-01T00:00Z. Undefined when it is neither. A value is then never taken for fresher than it is.
 */
export function earliestInstant(value: unknown): number | undefined {
  if (value === lastRead.text) return lastRead.at;
  if (typeof value !== 'string') return undefined;
  lastRead = { text: value, at: instantOf(value) };
  return lastRead.at;
}

/** R4 `dateTime` or `instant`. */
export const isDateTime = (value: unknown): boolean => earliestInstant(value) !== undefined;

/** The results of one visit share their date and come together. */
let lastRead: { readonly text: string; readonly at: number | undefined } = { text: '', at: undefined };

function instantOf(text: string): number | undefined {
  if (!DATE_TIME_PATTERN.test(text) || !isOfCalendar(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** Date.parse moves 30 February into March instead of refusing it. */
function isOfCalendar(date: string): boolean {
  const day = Number(date.slice(8, 10));
  if (day <= 28) return true;
  return day <= new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
}

/** True for an array of objects whose `system` and `code`, where there are any, are strings. */
export const isCodingList = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.every(isCoding);

const isCoding = (value: unknown): boolean =>
  isObject(value) && isOptionalString(value.system) && isOptionalString(value.code);

/** `Observation/1/_history/2`, without the version where none was given, or undefined without an id. */
export function referenceTo(type: string, resource: Fields): string | undefined {
  if (typeof resource.id !== 'string') return undefined;
  const version = isObject(resource.meta) ? resource.meta.versionId : undefined;
  return version === undefined ? `${type}/${resource.id}` : `${type}/${resource.id}/_history/${version}`;
}

/** The path of the first malformed element among `id` and `meta`, which every source reference is made of. */
export function malformedIdentity(resource: Fields): string | undefined {
  const { id, meta } = resource;
  if (id !== undefined && !isId(id)) return 'id';
  if (meta === undefined) return undefined;
  if (!isObject(meta)) return 'meta';
  if (meta.versionId !== undefined && !isId(meta.versionId)) return 'meta.versionId';
  return isOptionalString(meta.lastUpdated) ? undefined : 'meta.lastUpdated';
}

/** The path of what is malformed in a CodeableConcept that need not be there. */
export function malformedConcept(concept: unknown, path: string): string | undefined {
  if (concept === undefined) return undefined;
  if (!isObject(concept)) return path;
  return concept.coding === undefined || isCodingList(concept.coding) ? undefined : `${path}.coding`;
}

/** The path of what is malformed in a Period that need not be there. */
export function malformedPeriod(period: unknown, path: string): string | undefined {
  if (period === undefined) return undefined;
  if (!isObject(period)) return path;
  const edge = ['start', 'end'].find((name) => !isOptionalString(period[name]));
  return edge && `${path}.${edge}`;
}

/** The codes of a CodeableConcept, of whatever system. */
export function codesIn(concept: unknown): readonly string[] {
  const coding = isObject(concept) ? concept.coding : undefined;
  if (!isCodingList(coding)) return [];
  return coding.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
}
