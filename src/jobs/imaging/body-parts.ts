import type { ImagingCode } from '../../chart/imaging.ts';

/**
 * Codes of body structures and the Body Part Examined (0018,0015) that means the same: PS3.16, annex L, "Correspondence
 * of Anatomic Region Codes and Body Part Examined Defined Terms", by SNOMED CT code and by the older SNOMED-RT code.
 */
const REGIONS: readonly (readonly [snomedCt: string, snomedRt: string, defined: string])[] = [
  ['51185008', 'T-D3000', 'CHEST'],
  ['39607008', 'T-28000', 'LUNG'],
  ['80891009', 'T-32000', 'HEART'],
  ['76752008', 'T-04000', 'BREAST'],
  ['69536005', 'T-D1100', 'HEAD'],
  ['89546000', 'T-11100', 'SKULL'],
  ['45048000', 'T-D1600', 'NECK'],
  ['122494005', 'T-11501', 'CSPINE'],
  ['122495006', 'T-11502', 'TSPINE'],
  ['122496007', 'T-11503', 'LSPINE'],
  ['12921003', 'T-D6000', 'PELVIS'],
  ['24136001', 'T-15710', 'HIP'],
  ['72696002', 'T-D9200', 'KNEE'],
  ['70258002', 'T-15750', 'ANKLE'],
  ['56459004', 'T-D9700', 'FOOT'],
  ['16982005', 'T-D2220', 'SHOULDER'],
  ['127949000', 'T-D8300', 'ELBOW'],
  ['85562004', 'T-D8700', 'HAND'],
];

const BY_CODE: ReadonlyMap<string, string> = new Map(
  REGIONS.flatMap(([snomedCt, snomedRt, defined]): [string, string][] => [
    [snomedCt, defined],
    [snomedRt, defined],
    [defined, defined],
  ]),
);

/** How records name two regions beside their codes. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['thorax', 'CHEST'],
  ['thoracic structure', 'CHEST'],
  ['breast structure', 'BREAST'],
]);

/** The Body Part Examined that a body site means; undefined where that is not known. */
export function bodyPartOf(site: ImagingCode | undefined): string | undefined {
  const { code, display } = site ?? {};
  const known = code === undefined ? undefined : BY_CODE.get(code.toUpperCase());
  if (known !== undefined || display === undefined) return known;
  const words = display.toLowerCase().replace(/\s*\((body )?structure\)$/, '');
  return NAMES.get(words) ?? BY_CODE.get(words.toUpperCase());
}
