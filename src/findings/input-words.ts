import { conceptOf, hasConcept } from '../chart/catalogue.ts';
import { formatValue } from '../chart/wording.ts';

/** Of a picture and no value; false for what the catalogue lacks. */
export const isPicture = (concept: string | undefined): boolean =>
  concept !== undefined && hasConcept(concept) && conceptOf(concept).kind === 'image';

/** A stored value in the words of the card, with the catalogue's decimals; nothing for what the catalogue lacks. */
export function inputWords(
  concept: string | undefined,
  value: number | undefined,
  unit: string | undefined,
): string | undefined {
  if (concept === undefined || value === undefined || !hasConcept(concept)) return undefined;
  return formatValue({ concept, value, ...(unit ? { unit } : {}) });
}
