import { shorten } from '../kernel/text.ts';

/** A longer text is no name of a disease or medication. */
export const LONGEST_NAME = 400;

/** Of what an unread entry says, as much as a line has room for. */
const LONGEST_SHOWN = 80;

/**
 * What two spellings of one name have in common: letter case, blanks, the semantic tag of SNOMED CT ("(disorder)") and
 * British spelling aside.
 */
export const nameKey = (name: string): string =>
  name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ \((?:disorder|finding|situation|procedure)\)$/, '')
    .replace(/ae/g, 'e')
    .replace(/oe/g, 'e')
    .replace(/tumour/g, 'tumor')
    .replace(/’/g, "'")
    .trim();

/** The first of several texts that says anything, cut to a line. */
export function shownName(texts: readonly unknown[]): string {
  const found = texts.find((t): t is string => typeof t === 'string' && t.trim() !== '');
  return shorten((found ?? '').replace(/\s+/g, ' ').trim(), LONGEST_SHOWN);
}
