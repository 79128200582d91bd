import { type Fields, isObject } from '../kernel/json-object.ts';

/** ISO 3166-1, both alphabets: FHIR lets `Address.country` be either, or a name, which is not read. */
const country = (codes: string): readonly string[] => codes.split(' ');

/**
 * Countries by the risk region that their cardiovascular mortality puts them in (SCORE2 working group, Eur Heart J
 * 2021;42:2439, figure 3; doi:10.1093/eurheartj/ehab309).
 */
const RISK_REGIONS: Readonly<Record<string, readonly string[]>> = {
  low: country('BE BEL DK DNK FR FRA IL ISR LU LUX NO NOR ES ESP CH CHE NL NLD GB GBR'),
  moderate: country(
    'AT AUT CY CYP FI FIN DE DEU GR GRC IS ISL IE IRL IT ITA MT MLT PT PRT SM SMR SI SVN SE SWE',
  ),
  high: country('AL ALB BA BIH HR HRV CZ CZE EE EST HU HUN KZ KAZ PL POL SK SVK TR TUR'),
  'very-high': country(
    'DZ DZA AM ARM AZ AZE BY BLR BG BGR EG EGY GE GEO KG KGZ LV LVA LB LBN LY LBY LT LTU ME MNE MA MAR MD MDA RO ROU RU RUS RS SRB SY SYR MK MKD TN TUN UA UKR UZ UZB',
  ),
};

/** Those of the cohorts behind equations that have a version of their own for the continent: the US and Canada. */
const NORTH_AMERICA: ReadonlySet<string> = new Set(country('US USA CA CAN'));

/** The SCORE2 risk region of where a Patient lives; `none` for countries that it does not name. */
export function riskRegionOf(patient: Fields): string | undefined {
  const lives = countryOf(patient);
  if (lives === undefined) return undefined;
  return Object.keys(RISK_REGIONS).find((region) => RISK_REGIONS[region]!.includes(lives)) ?? 'none';
}

export function livesInNorthAmerica(patient: Fields): boolean | undefined {
  const lives = countryOf(patient);
  return lives === undefined ? undefined : NORTH_AMERICA.has(lives);
}

/** As ISO 3166-1 alpha-2; `other` for what `country-of-residence` does not list. */
export function countryOfResidence(patient: Fields): string | undefined {
  const lives = countryOf(patient);
  if (lives === undefined) return undefined;
  const found = COUNTRIES.find((pair) => pair.includes(lives));
  return found?.[0] ?? 'other';
}

/** Both alphabets of ISO 3166-1 for the countries of `country-of-residence`. */
const COUNTRIES: readonly (readonly string[])[] = [
  'AR ARG, AU AUS, AT AUT, BE BEL, BR BRA, CA CAN, CL CHL, CZ CZE, DK DNK, FI FIN, FR FRA, GB GBR, GR GRC, HK HKG',
  'HU HUN, IE IRL, IL ISR, IN IND, IT ITA, JP JPN, LK LKA, NL NLD, NO NOR, NZ NZL, PL POL, PT PRT, RO ROU, SE SWE',
  'SG SGP, SI SVN, SK SVK, ES ESP, CH CHE, TR TUR, US USA, ZA ZAF',
].flatMap((line) => line.split(', ').map(country));

/** Of the home address, else of the first that says so. */
function countryOf({ address }: Fields): string | undefined {
  const list = Array.isArray(address) ? address.filter(isObject) : [];
  const codes = list.flatMap(({ use, country: code }) =>
    use !== 'old' && typeof code === 'string' && ISO_CODE.test(code)
      ? [{ use, code: code.toUpperCase() }]
      : [],
  );
  return (codes.find(({ use }) => use === 'home') ?? codes[0])?.code;
}

const ISO_CODE = /^[a-z]{2,3}$/i;
