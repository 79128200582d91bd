/**
 * The made-up people of the demo: nobody's values, written by hand so that each kind of model has somebody to answer
 * about. Values are by concept of `src/chart/concepts.json`, in its canonical unit where no other is given.
 */

import type { DemoPicture } from './pictures.ts';

/** A number, an answer of the concept, or a number in a unit that is not the canonical one. */
export type Made = number | boolean | string | readonly [value: number, unit: string];

/** Values of one instant (`hoursAgo`) or of one day (`daysAgo`). */
export type Round = ({ readonly hoursAgo: number } | { readonly daysAgo: number }) & {
  readonly values: Readonly<Record<string, Made>>;
};

export interface Diagnosis {
  readonly concept: string;
  /** As a clinician would write it. */
  readonly text: string;
  readonly daysAgo?: number;
  readonly hoursAgo?: number;
}

export interface Stay {
  readonly kind: 'emergency' | 'inpatient';
  readonly hoursAgo: number;
  readonly reason: string;
  /** Whether they are about to leave. */
  readonly leaves?: boolean;
}

export interface Person {
  readonly family: string;
  readonly sex: 'female' | 'male';
  readonly age: number;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly stay?: Stay;
  readonly diagnoses?: readonly Diagnosis[];
  /** Concept → name as ordered. */
  readonly medications?: Readonly<Record<string, string>>;
  readonly rounds: readonly Round[];
  readonly picture?: DemoPicture;
  /** Service → models that must answer there. */
  readonly shows: Readonly<Record<string, readonly string[]>>;
}

const VIEW = 'prognosis-patient-view';
const START = 'prognosis-encounter-start';
const DISCHARGE = 'prognosis-encounter-discharge';

const no = (...concepts: readonly string[]): Record<string, false> =>
  Object.fromEntries(concepts.map((concept) => [concept, false]));

export const people: readonly Person[] = [
  {
    family: 'Oak',
    sex: 'male',
    age: 66,
    stay: { kind: 'inpatient', hoursAgo: 46, reason: 'Septic shock, in intensive care' },
    diagnoses: [{ concept: 'sepsis', text: 'Sepsis', hoursAgo: 46 }],
    rounds: [
      { daysAgo: 1, values: { 'serious-illness-group': 'respiratory-failure-or-sepsis' } },
      {
        hoursAgo: 45,
        values: {
          'intensive-care-unit': 'medical',
          'glasgow-coma-score': 13,
          'heart-rate': 118,
          'systolic-blood-pressure': 88,
          'mean-arterial-pressure': 58,
          'respiratory-rate': 28,
          'body-temperature': 38.9,
          'oxygen-saturation': 93,
          'inhaled-oxygen-concentration': 60,
          'arterial-oxygen-pressure': 78,
          'arterial-ph': 7.31,
          'urea-nitrogen': 48,
          creatinine: 2.1,
          lactate: 4.1,
          leukocytes: 22.4,
          platelets: 118,
          sodium: 141,
          potassium: 4.6,
          bicarbonate: 18,
          'urine-output': 60,
        },
      },
      {
        hoursAgo: 28,
        values: {
          'glasgow-coma-score': 13,
          'heart-rate': 112,
          'systolic-blood-pressure': 98,
          'mean-arterial-pressure': 66,
          'respiratory-rate': 24,
          'body-temperature': 38.2,
          creatinine: 2.4,
          'urea-nitrogen': 54,
          lactate: 3.2,
          'urine-output': 90,
        },
      },
      {
        hoursAgo: 4,
        values: {
          'glasgow-coma-score': 14,
          'level-of-responsiveness': 'voice',
          'heart-rate': 104,
          'systolic-blood-pressure': 106,
          'mean-arterial-pressure': 69,
          'respiratory-rate': 22,
          'body-temperature': 37.8,
          'oxygen-saturation': 95,
          'inhaled-oxygen-concentration': 50,
          'arterial-oxygen-pressure': 92,
          'arterial-ph': 7.36,
          'urea-nitrogen': 52,
          creatinine: 2.2,
          lactate: 2.3,
          leukocytes: 18.1,
          platelets: 104,
          'bilirubin-total': 1.8,
          albumin: 2.6,
          sodium: 140,
          potassium: 4.3,
          bicarbonate: 21,
          glucose: 148,
          'urine-output': 120,
          'urine-output-24h': 1450,
          'mechanical-ventilation': true,
          'vasoactive-support': true,
          'norepinephrine-rate': 0.08,
        },
      },
    ],
    shows: { [VIEW]: ['icu-mortality', 'hospital-survival', 'news2'], [START]: ['sofa'] },
  },
  {
    family: 'Pine',
    sex: 'female',
    age: 68,
    stay: { kind: 'inpatient', hoursAgo: 144, reason: 'Heart failure, going home today', leaves: true },
    diagnoses: [
      { concept: 'type-2-diabetes', text: 'Type 2 diabetes', daysAgo: 4380 },
      { concept: 'heart-failure', text: 'Heart failure', daysAgo: 900 },
    ],
    rounds: [
      {
        hoursAgo: 2,
        values: {
          'inpatient-stays-past-year': 2,
          'emergency-visits-past-year': 1,
          'outpatient-visits-past-year': 3,
          'earlier-stays-on-record': 3,
          'length-of-stay': 6,
          'laboratory-procedures-of-stay': 52,
          'procedures-of-stay': 1,
          'medications-of-stay': 17,
          'diagnoses-of-stay': 8,
          'discharge-destination': 'home-health',
          'admission-route': 'emergency',
          'insulin-change': 'raised',
          'principal-diagnosis-group': 'heart-failure',
        },
      },
    ],
    shows: { [DISCHARGE]: ['readmission-30-day'] },
  },
  {
    family: 'Quince',
    sex: 'female',
    age: 76,
    country: 'GB',
    stay: { kind: 'emergency', hoursAgo: 3, reason: 'Sudden weakness of the left side' },
    diagnoses: [
      { concept: 'ischaemic-stroke', text: 'Ischaemic stroke', hoursAgo: 5 },
      { concept: 'atrial-fibrillation', text: 'Atrial fibrillation', daysAgo: 700 },
      { concept: 'hypertension', text: 'Hypertension', daysAgo: 3000 },
    ],
    rounds: [
      {
        hoursAgo: 2,
        values: {
          'level-of-responsiveness': 'alert',
          'systolic-blood-pressure': 172,
          'diastolic-blood-pressure': 94,
          'heart-rate': 88,
          'respiratory-rate': 16,
          'oxygen-saturation': 96,
          'supplemental-oxygen': false,
          'body-temperature': 36.8,
          'facial-weakness': true,
          'arm-weakness': true,
          'leg-weakness': true,
          'stroke-syndrome': 'partial-anterior',
          ...no(
            'dysphasia',
            'hemianopia',
            'visuospatial-disorder',
            'brainstem-signs',
            'visible-infarct-on-ct',
          ),
        },
      },
    ],
    shows: { [START]: ['stroke-outcome', 'cha2ds2-vasc', 'news2'] },
  },
  {
    family: 'Rowan',
    sex: 'female',
    age: 54,
    diagnoses: [{ concept: 'breast-cancer', text: 'Breast cancer, after surgery', daysAgo: 40 }],
    medications: { tamoxifen: 'Tamoxifen 20 mg daily' },
    rounds: [
      {
        daysAgo: 30,
        values: {
          'tumor-size': 22,
          'positive-lymph-nodes': 2,
          'tumor-grade': 2,
          'menopausal-status': 'postmenopausal',
          'estrogen-receptor-concentration': 110,
          'progesterone-receptor-concentration': 60,
        },
      },
    ],
    shows: { [VIEW]: ['breast-cancer-recurrence'] },
  },
  {
    family: 'Spruce',
    sex: 'female',
    age: 58,
    diagnoses: [
      { concept: 'primary-biliary-cholangitis', text: 'Primary biliary cholangitis', daysAgo: 2600 },
      { concept: 'liver-cirrhosis', text: 'Cirrhosis of the liver', daysAgo: 500 },
    ],
    rounds: [
      {
        daysAgo: 12,
        values: {
          'bilirubin-total': 3.1,
          albumin: 3.1,
          inr: 1.3,
          'prothrombin-time': 11.6,
          creatinine: 0.8,
          sodium: 137,
          platelets: 132,
          'aspartate-aminotransferase': 78,
          'alanine-aminotransferase': 61,
          'ascites-grade': 'mild',
          'hepatic-encephalopathy-grade': 'none',
          'oedema-grade': 0.5,
        },
      },
      { daysAgo: 400, values: { 'liver-histologic-stage': 4 } },
    ],
    shows: { [VIEW]: ['meld-3', 'child-pugh', 'mayo-pbc', 'pbc-survival'] },
  },
  {
    family: 'Tamarack',
    sex: 'male',
    age: 77,
    diagnoses: [
      { concept: 'atrial-fibrillation', text: 'Atrial fibrillation', daysAgo: 60 },
      { concept: 'hypertension', text: 'Hypertension', daysAgo: 4000 },
    ],
    medications: { aspirin: 'Aspirin 75 mg daily' },
    rounds: [
      {
        daysAgo: 15,
        values: {
          'systolic-blood-pressure': 166,
          'diastolic-blood-pressure': 88,
          creatinine: 1.1,
          'bilirubin-total': 0.8,
          'aspartate-aminotransferase': 24,
          'alanine-aminotransferase': 22,
          'alkaline-phosphatase': 80,
          'alcoholic-drinks-per-day': 0,
          platelets: 205,
        },
      },
    ],
    shows: { [VIEW]: ['cha2ds2-vasc', 'has-bled', 'fib-4', 'ckd-epi-2021'] },
  },
  {
    family: 'Ulmo',
    sex: 'male',
    age: 62,
    country: 'US',
    diagnoses: [
      { concept: 'chronic-kidney-disease', text: 'Chronic kidney disease', daysAgo: 1500 },
      { concept: 'type-2-diabetes', text: 'Type 2 diabetes', daysAgo: 3300 },
    ],
    medications: { atorvastatin: 'Atorvastatin 20 mg daily' },
    rounds: [
      {
        daysAgo: 20,
        values: {
          creatinine: 2.4,
          'urine-albumin-creatinine-ratio': 620,
          'total-cholesterol': 176,
          'hdl-cholesterol': 41,
          'hemoglobin-a1c': 7.4,
          'systolic-blood-pressure': 138,
          'diastolic-blood-pressure': 82,
          'tobacco-smoking-status': 'former',
        },
      },
    ],
    shows: { [VIEW]: ['kfre', 'ckd-epi-2021', 'prevent'] },
  },
  {
    family: 'Viburnum',
    sex: 'male',
    age: 81,
    stay: { kind: 'emergency', hoursAgo: 2, reason: 'Fever, cough and breathlessness' },
    diagnoses: [{ concept: 'pneumonia', text: 'Pneumonia', hoursAgo: 1 }],
    rounds: [
      {
        hoursAgo: 1,
        values: {
          'level-of-responsiveness': 'alert',
          'acute-confusion': false,
          'respiratory-rate': 26,
          'oxygen-saturation': 92,
          'inhaled-oxygen-flow-rate': 4,
          'systolic-blood-pressure': 98,
          'diastolic-blood-pressure': 56,
          'heart-rate': 112,
          'body-temperature': 38.6,
          'glasgow-coma-score': 15,
          'urea-nitrogen': [10.4, 'mmol/L'],
        },
      },
    ],
    shows: { [START]: ['curb-65', 'qsofa', 'news2'] },
  },
  {
    family: 'Willow',
    sex: 'female',
    age: 69,
    diagnoses: [{ concept: 'monoclonal-gammopathy', text: 'MGUS', daysAgo: 320 }],
    rounds: [{ daysAgo: 18, values: { 'monoclonal-protein': [16, 'g/L'], creatinine: [78, 'umol/L'] } }],
    shows: { [VIEW]: ['mgus-progression', 'ckd-epi-2021'] },
  },
  {
    family: 'Yew',
    sex: 'female',
    age: 47,
    stay: { kind: 'emergency', hoursAgo: 2, reason: 'Breathless, with a swollen calf' },
    diagnoses: [],
    rounds: [
      {
        hoursAgo: 1,
        values: {
          'heart-rate': 108,
          'respiratory-rate': 20,
          'oxygen-saturation': 94,
          'supplemental-oxygen': false,
          'systolic-blood-pressure': 124,
          'diastolic-blood-pressure': 76,
          'level-of-responsiveness': 'alert',
          'body-temperature': 37.1,
          'dvt-signs': true,
          'pe-most-likely-diagnosis': true,
          'immobilisation-or-recent-surgery': true,
          'bedridden-or-major-surgery': true,
          'deep-vein-tenderness': true,
          'calf-swelling': true,
          'pitting-oedema-of-the-leg': true,
          ...no(
            'haemoptysis',
            'active-cancer',
            'leg-paralysis-or-cast',
            'entire-leg-swollen',
            'collateral-superficial-veins',
            'alternative-diagnosis-to-dvt',
          ),
        },
      },
    ],
    shows: { [START]: ['wells-pe', 'wells-dvt', 'qsofa', 'news2'] },
  },
  {
    family: 'Aspen',
    sex: 'male',
    age: 56,
    country: 'GB',
    diagnoses: [],
    rounds: [
      {
        daysAgo: 9,
        values: {
          'total-cholesterol': [6.1, 'mmol/L'],
          'hdl-cholesterol': [1.1, 'mmol/L'],
          'systolic-blood-pressure': 142,
          'diastolic-blood-pressure': 86,
          'tobacco-smoking-status': 'current',
        },
      },
    ],
    shows: { [VIEW]: ['score2'] },
  },
  {
    family: 'Zelkova',
    sex: 'female',
    age: 9,
    diagnoses: [],
    rounds: [{ daysAgo: 5, values: { 'body-height': 134, 'body-weight': 29 } }],
    shows: {},
  },
  {
    family: 'Acacia',
    sex: 'female',
    age: 3,
    stay: { kind: 'emergency', hoursAgo: 3, reason: 'Fever and cough for two days' },
    rounds: [],
    picture: {
      from: {
        set: 'kermany-cxr',
        archive: 'train.tar',
        name: 'train/PNEUMONIA/person1012_bacteria_2943.jpeg',
      },
      modality: 'DX',
      bodyPart: 'CHEST',
      view: 'AP',
      description: 'Chest AP',
      hoursAgo: 2,
    },
    shows: {},
  },
  {
    family: 'Baobab',
    sex: 'male',
    age: 4,
    stay: { kind: 'emergency', hoursAgo: 4, reason: 'Cough, no fever' },
    rounds: [],
    picture: {
      from: { set: 'kermany-cxr', archive: 'train.tar', name: 'train/NORMAL/IM-0119-0001.jpeg' },
      modality: 'DX',
      bodyPart: 'CHEST',
      view: 'AP',
      description: 'Chest AP',
      hoursAgo: 3,
    },
    shows: {},
  },
  {
    family: 'Catalpa',
    sex: 'female',
    age: 47,
    rounds: [],
    picture: {
      from: { set: 'busi-breast-us', archive: 'images.tar', name: 'malignant_3.jpg' },
      modality: 'US',
      bodyPart: 'BREAST',
      description: 'Ultrasound of the breast',
      hoursAgo: 26,
    },
    shows: {},
  },
];
