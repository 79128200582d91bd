import type { DataSet, Element } from 'dicom-parser';
import { type Keyword, keyOf } from './tags.ts';

/** Longest value of a short text that is looked at: UI has 64 characters, a multi-valued CS a few times 16. */
const MOST_CHARACTERS = 256;

const UID = /^[0-9]+(\.[0-9]+)*$/;
const CODE_STRING = /^[A-Z0-9 _]{1,16}$/;
const DATE = /^(\d{4})\.?(\d{2})\.?(\d{2})$/;

export const elementOf = (set: DataSet, keyword: Keyword): Element | undefined =>
  set.elements[keyOf(keyword)];

/** The bytes of a value, as far as the file goes. */
export function bytesOf(set: DataSet, element: Element): Uint8Array {
  return set.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/** The values of a text element without padding; none when it is absent or empty. */
export function textsOf(set: DataSet, keyword: Keyword): string[] {
  const element = elementOf(set, keyword);
  if (!element || element.length === 0 || element.length > MOST_CHARACTERS) return [];
  const text = Buffer.from(bytesOf(set, element)).toString('latin1').replace(/\0+$/, '');
  return text.split('\\').map((value) => value.trim());
}

/** CS: upper case, as files that spell `Chest` mean it. What is no code string counts as absent. */
export const codesOf = (set: DataSet, keyword: Keyword): string[] =>
  textsOf(set, keyword)
    .map((text) => text.toUpperCase())
    .filter((text) => CODE_STRING.test(text));

export const codeOf = (set: DataSet, keyword: Keyword): string | undefined => codesOf(set, keyword)[0];

export function uidOf(set: DataSet, keyword: Keyword): string | undefined {
  const text = textsOf(set, keyword)[0];
  return text !== undefined && text.length <= 64 && UID.test(text) ? text : undefined;
}

/** DS: finite numbers; anything else is `undefined` in its place. */
export const decimalsOf = (set: DataSet, keyword: Keyword): (number | undefined)[] =>
  textsOf(set, keyword).map((text) => {
    const value = text === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
  });

/** DA as `2026-01-31`. */
export function dateOf(set: DataSet, keyword: Keyword): string | undefined {
  const [, year, month, day] = DATE.exec(textsOf(set, keyword)[0] ?? '') ?? [];
  const date = `${year}-${month}-${day}`;
  return year && new Date(date).toJSON()?.startsWith(date) ? date : undefined;
}

/** US or SS: the value at `index`. */
export function shortOf(set: DataSet, keyword: Keyword, index = 0, signed = false): number | undefined {
  const element = elementOf(set, keyword);
  if (!element || bytesOf(set, element).length < 2 * (index + 1)) return undefined;
  return signed ? set.int16(keyOf(keyword), index) : set.uint16(keyOf(keyword), index);
}

/** The data sets of a sequence's items. */
export const itemsOf = (set: DataSet, keyword: Keyword): DataSet[] =>
  (elementOf(set, keyword)?.items ?? []).flatMap((item) => item.dataSet ?? []);
