/** ICD-9-CM categories, from and to, → group of the principal diagnosis; the first that fits counts. */
const GROUPS: readonly (readonly [string, ...(readonly (readonly [number, number])[])])[] = [
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

/** Ketoacidosis, hyperosmolarity, coma. */
const ACUTE_DIABETES = /^250\.[123]/;

/** The group of an ICD-9-CM code such as `428`, `250.83` or `V57`; undefined where there is none. */
export function diagnosisGroup(code: string | undefined): string | undefined {
  if (!code) return undefined;
  if (code.startsWith('250')) return ACUTE_DIABETES.test(code) ? 'diabetes-acute' : 'diabetes';
  if (code.startsWith('V')) return 'rehabilitation';
  const category = Math.floor(Number(code));
  const found = GROUPS.find(([, ...ranges]) =>
    ranges.some(([from, to]) => category >= from && category <= to),
  );
  return found?.[0] ?? 'other';
}
