import { conditionsOf, ICD_9_CM } from '../../src/chart/condition-codes.ts';

/** ICD-9-CM categories, from and to, → group of the principal diagnosis; the first that fits counts. */
const GROUPS: readonly (readonly [string, ...(readonly (readonly [number, number])[])])[] = [
  ['myocardial-infarction', [410, 410]],
  ['angina', [411, 411], [413, 413]],
  ['pulmonary-heart-disease', [415, 417]],
  ['transient-ischaemia', [435, 435]],
  ['aneurysm-peripheral', [440, 444]],
  ['venous-thrombosis', [451, 453]],
  ['hypertensive-kidney-disease', [403, 404]],
  ['aspiration-pneumonia', [507, 507]],
  ['asthma', [493, 493]],
  ['benign-tumour', [210, 229]],
  ['women-organs', [614, 629]],
  ['pregnancy', [630, 679]],
  ['pancreas', [577, 577]],
  ['intestinal-infection', [1, 9]],
  ['gastrointestinal-bleeding', [578, 578]],
  ['bowel-obstruction', [550, 553], [560, 560]],
  ['skin-ulcer', [707, 707]],
  ['osteomyelitis', [730, 730]],
  ['osteoarthritis', [715, 715]],
  ['spine', [720, 724]],
  ['fracture', [800, 829]],
  ['mood-disorder', [296, 296], [311, 311]],
  ['psychosis', [295, 295], [297, 298]],
  ['device-complication', [996, 996]],
  ['overweight', [278, 278]],
  ['digestive-symptom', [787, 787], [789, 789]],
  ['fainting-or-general-symptom', [780, 780]],
  ['hypotension', [458, 458]],
  ['heart-failure', [428, 428], [425, 425]],
  ['ischaemic-heart-disease', [410, 414]],
  ['arrhythmia', [426, 427]],
  ['hypertension', [401, 405]],
  ['stroke', [430, 438]],
  ['vascular', [415, 417], [440, 459]],
  ['copd-asthma', [490, 496]],
  ['pneumonia', [480, 488]],
  ['respiratory-failure', [460, 479], [497, 519]],
  ['sepsis', [38, 38]],
  ['kidney', [580, 589]],
  ['urinary-infection', [590, 629]],
  ['fluid-disorder', [276, 276]],
  ['liver', [570, 573]],
  ['pancreas-biliary', [574, 577]],
  ['digestive', [520, 569], [578, 579]],
  ['blood', [280, 289]],
  ['malignancy', [140, 208]],
  ['skin', [680, 709]],
  ['substance-use', [291, 292], [303, 305]],
  ['psychiatric', [290, 319]],
  ['neurological', [320, 389]],
  ['musculoskeletal', [710, 739]],
  ['complication', [996, 999]],
  ['injury', [800, 995]],
  ['chest-pain', [786, 786]],
  ['symptom', [780, 799]],
];

/** First decimal of an ICD-9-CM code 250 → group: ketoacidosis, hyperosmolarity and coma are acute. */
const OF_DIABETES: Readonly<Record<string, string>> = {
  '1': 'diabetes-acute',
  '2': 'diabetes-acute',
  '3': 'diabetes-acute',
  '4': 'diabetes-kidney',
  '6': 'diabetes-nerves',
  '7': 'diabetes-vessels',
  '8': 'diabetes-other',
};

/** The group of an ICD-9-CM code such as `428`, `250.83` or `V57`; undefined where there is none. */
export function diagnosisGroup(code: string | undefined): string | undefined {
  if (!code) return undefined;
  if (code.startsWith('250')) return OF_DIABETES[code[4] ?? ''] ?? 'diabetes';
  if (code.startsWith('V')) return code.startsWith('V57') ? 'rehabilitation' : 'aftercare';
  const category = Math.floor(Number(code));
  const found = GROUPS.find(([, ...ranges]) =>
    ranges.some(([from, to]) => category >= from && category <= to),
  );
  return found?.[0] ?? 'other';
}

/** Every group but those that nothing is compared with: `other`. */
export const PRINCIPAL_GROUPS: readonly string[] = [
  ...new Set([
    ...GROUPS.map(([group]) => group),
    ...Object.values(OF_DIABETES),
    ...['diabetes', 'rehabilitation', 'aftercare'],
  ]),
];

/** Condition concepts that are looked for among the first three diagnoses of this stay and of earlier ones. */
export const CONDITIONS = [
  ...['heart-failure', 'coronary-heart-disease', 'myocardial-infarction', 'cardiomyopathy'],
  ...['cardiac-arrhythmia', 'hypertension'],
  ...['hypertensive-kidney-disease', 'chronic-kidney-disease', 'acute-kidney-injury'],
  ...['peripheral-vascular-disease', 'cerebrovascular-disease', 'venous-thromboembolism'],
  ...['chronic-lung-disease', 'respiratory-failure', 'pneumonia', 'pleural-effusion'],
  ...['sepsis', 'urinary-tract-disorder', 'skin-infection', 'intestinal-infection', 'osteomyelitis'],
  ...['chronic-skin-ulcer', 'anaemia', 'coagulation-disorder', 'fluid-or-electrolyte-disorder'],
  ...['malignant-neoplastic-disease', 'metastatic-cancer', 'liver-disease', 'pancreatitis', 'gastroparesis'],
  ...['gastrointestinal-bleeding', 'mood-disorder', 'psychotic-disorder', 'substance-use-disorder'],
  ...['acute-diabetic-complication', 'diabetic-kidney-disease', 'diabetic-neuropathy'],
  ...['diabetic-vascular-disease', 'obesity', 'hyperlipidaemia'],
  'complication-of-care',
] as const;

/**
 * Which of `CONDITIONS` these ICD-9-CM codes mean, by the rules that read FHIR; empty where there is no code, for then
 * nothing is known.
 */
export function conditionsOfCodes(codes: readonly string[]): Readonly<Record<string, boolean>> {
  if (codes.length === 0) return {};
  const has = new Set(codes.flatMap(conceptsOfCode));
  return Object.fromEntries(CONDITIONS.map((concept) => [concept, has.has(concept)]));
}

const known = new Map<string, readonly string[]>();

function conceptsOfCode(code: string): readonly string[] {
  const found = known.get(code) ?? conditionsOf([{ system: ICD_9_CM, code: paddedCode(code) }]);
  known.set(code, found);
  return found;
}

/** The data leave out leading zeros: `38` is 038. */
const paddedCode = (code: string): string => code.replace(/^\d+/, (digits) => digits.padStart(3, '0'));
