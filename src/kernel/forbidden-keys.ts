/** Without one of these, a JSON text has no forbidden key, escaped or not: `\u005f` is how an underscore can hide. */
const TRACES = ['__proto__', 'prototype', '\\u00'];

/** Whether a JSON text must be looked at more closely once it is parsed. Costs a search through bytes, no parsing. */
export const mayHaveForbiddenKey = (json: Buffer): boolean => TRACES.some((trace) => json.includes(trace));

/**
 * Whether a parsed JSON value has a member `__proto__` anywhere, or `constructor` with a `prototype` in it: copied
 * into another object, such members change what every object has.
 */
export function hasForbiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasForbiddenKey);
  return Object.entries(value).some(([name, member]) => isForbidden(name, member) || hasForbiddenKey(member));
}

function isForbidden(name: string, member: unknown): boolean {
  if (name === '__proto__') return true;
  return (
    name === 'constructor' &&
    typeof member === 'object' &&
    member !== null &&
    Object.hasOwn(member, 'prototype')
  );
}
