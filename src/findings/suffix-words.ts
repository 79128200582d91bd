/** Suffixes of metrics that tell two things apart. */
const CONTRASTS: Readonly<Record<string, string>> = { bacterialViral: 'bacterial against viral' };

/**
 * `bacterialViral` → "bacterial against viral", `paediatricChestFilm` → "paediatric chest film": what a metric with this
 * suffix is about. Undefined for a suffix of any other form.
 */
export function suffixWords(suffix: string): string | undefined {
  if (Object.hasOwn(CONTRASTS, suffix)) return CONTRASTS[suffix];
  return /^[a-z]+(?:[A-Z][a-z]+)+$/.test(suffix)
    ? suffix.replace(/(?=[A-Z])/g, ' ').toLowerCase()
    : undefined;
}
