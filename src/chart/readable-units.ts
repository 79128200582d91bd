/** Canonical UCUM units of the catalogue whose code is not what people write. */
const READABLE: ReadonlyMap<string, string> = new Map([
  ['a', 'years'],
  ['mm[Hg]', 'mmHg'],
  ['Cel', '°C'],
  ['[pH]', ''],
  ['{INR}', ''],
  ['{score}', ''],
  ['{#}', ''],
  ['kg/m2', 'kg/m²'],
  ['mL/min/{1.73_m2}', 'mL/min/1.73 m²'],
  ['10*3/uL', '10³/µL'],
  ['10*6/uL', '10⁶/µL'],
  ['/uL', '/µL'],
  ['ug/(24.h)', 'µg/24 h'],
  ['ug/kg/min', 'µg/kg/min'],
  ['mL/d', 'mL/24 h'],
  ['/d', 'a day'],
]);

/** How a unit is written for people; empty for one that goes without saying. */
export const readableUnit = (unit: string): string => READABLE.get(unit) ?? unit;
