/**
 * `bacterialViral` → "bacterial against viral": the suffix of a metric of telling two things apart. Undefined for any
 * other suffix.
 */
export const contrastWords = (suffix: string): string | undefined =>
  /^[a-z]+[A-Z][a-z]+$/.test(suffix) ? suffix.replace(/(?=[A-Z])/, ' against ').toLowerCase() : undefined;
