import ucum from '@lhncbc/ucum-lhc';
import type { QuantityConcept } from './catalogue.ts';

/** Canonical value = slope * value + intercept. */
export interface Conversion {
  readonly slope: number;
  readonly intercept: number;
}

export const IDENTITY: Conversion = { slope: 1, intercept: 0 };

const utils = ucum.UcumLhcUtils.getInstance();

/** Senders choose unit strings: what they can make this process remember is bounded. */
const MEMORY = 2_000;
const remembered = new Map<string, Conversion | null>();

const LONGEST_UNIT = 40;
/** Printable ASCII without blanks, as UCUM codes are. */
const UNIT_STRING = new RegExp(`^[!-~]{1,${LONGEST_UNIT}}$`);
/** A bare annotation, or nothing: a number without a dimension. */
const BARE = /^(\{[^{}]*\}|1)$/;

/** Whether numbers in this unit are scores, counts or plain ratios: what they mean, they mean without a unit. */
export const isBare = (unit: string): boolean => BARE.test(unit);

/**
 * How to convert from one UCUM unit to another, or undefined where they do not measure the same thing, are not UCUM,
 * or do not convert by a straight line. `molarMass` in g/mol bridges mass and amount of substance.
 */
export function conversionBetween(from: string, to: string, molarMass?: number): Conversion | undefined {
  if (from === to) return IDENTITY;
  if (!UNIT_STRING.test(from)) return undefined;
  const key = `${from} ${to} ${molarMass}`;
  const known = remembered.get(key);
  if (known !== undefined) return known ?? undefined;
  const found = scalesOf(from, to) ? derive(from, to, molarMass) : undefined;
  if (remembered.size >= MEMORY) remembered.delete(remembered.keys().next().value as string);
  remembered.set(key, found ?? null);
  return found;
}

/** A score, a count or a ratio such as the INR has one scale: `%` to `{INR}` would pass as a number and be wrong. */
const scalesOf = (from: string, to: string): boolean => !isBare(to) || isBare(from);

/** The straight line through two points, if a third lies on it. */
function derive(from: string, to: string, molarMass: number | undefined): Conversion | undefined {
  const [at0, at1000, at3000] = [0, 1_000, 3_000].map((value) => convert(value, from, to, molarMass));
  if (at0 === undefined || at1000 === undefined || at3000 === undefined) return undefined;
  const slope = (at1000 - at0) / 1_000;
  const isLine = Math.abs(at3000 - (at0 + 3_000 * slope)) <= 1e-9 * Math.abs(at3000 - at0);
  return isLine && slope > 0 ? { slope, intercept: at0 } : undefined;
}

function convert(value: number, from: string, to: string, molarMass: number | undefined): number | undefined {
  const answer = quietly(() =>
    utils.convertUnitTo(from, value, to, molarMass ? { molecularWeight: molarMass } : {}),
  );
  if (answer?.status !== 'succeeded' || answer.msg.length > 0) return undefined;
  return answer.toVal !== null && Number.isFinite(answer.toVal) ? answer.toVal : undefined;
}

/** The library throws on some strings and prints others to standard output, where nothing of a sender belongs. */
function quietly<T>(run: () => T): T | undefined {
  const { log } = console;
  console.log = () => {};
  try {
    return run();
  } catch {
    return undefined;
  } finally {
    console.log = log;
  }
}

/**
 * How to bring a value in `unit` to the concept's canonical unit. Spellings of `unitAliases` come first; a concept
 * with conversions of its own (HbA1c, where `mmol/mol` is not a tenth of a percent) is converted by nothing else.
 */
export function conversionTo(concept: QuantityConcept, unit: string): Conversion | undefined {
  if (unit === concept.unit) return IDENTITY;
  if (unit.length > LONGEST_UNIT) return undefined;
  const spelled = unit.replace(/[µμ]/g, 'u');
  const from = Object.hasOwn(concept.unitAliases, spelled) ? concept.unitAliases[spelled]! : spelled;
  if (concept.conversions.length === 0) return conversionBetween(from, concept.unit, concept.molarMass);
  return from === concept.unit ? IDENTITY : concept.conversions.find((c) => c.unit === from);
}
