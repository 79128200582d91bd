import { describe, expect, it } from 'vitest';
import type { LoadedModel } from '../../src/inference/registry.ts';
import { allModels as models } from './model-folders.ts';

/** A clause that nothing in a record decides: why. */
const not = (why: string) => ({ why });
const USE = not('how the answer is used, and not of whom');

/** A concept that excludes or without which the model is for nobody, `age`, `ranges` of the equation, the `gate` of pictures; or what must be there. */
type Holder = string | { readonly why: string } | { readonly required: string };

const required = (concept: string) => ({ required: concept });

const CARDIOVASCULAR_DISEASE = [
  'myocardial-infarction',
  'old-myocardial-infarction',
  'coronary-heart-disease',
  'ischaemic-stroke',
  'cerebrovascular-accident',
  'cerebrovascular-disease',
  'transient-ischaemic-attack',
  'peripheral-arterial-disease',
  'peripheral-vascular-disease',
  'arterial-thromboembolism',
];

/** Each clause of each model that says for whom it is not, and what holds the model to it. */
const SCOPE: Readonly<Record<string, Readonly<Record<string, readonly Holder[]>>>> = {
  'breast-cancer-recurrence': {
    'Deciding on adjuvant treatment: use a tool that was made for it, such as PREDICT': [USE],
    'Men, pregnancy, distant metastases, carcinoma in situ, treatment before surgery': [
      'sex',
      'pregnancy-status',
      'metastatic-cancer',
      not('carcinoma in situ and treatment before surgery have no concept'),
    ],
    'Later than six months after surgery: who has had no recurrence for years has a lower risk': [
      not('no date of the operation is asked; size, nodes and grade must be of the last six months'),
    ],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'breast-ultrasound-malignancy': {
    'Deciding on or against a biopsy, or replacing any part of an assessment by BI-RADS': [USE],
    'Screening of women without a finding: most images of the data show a lesion': [USE],
    'Men, children, implants, and images after surgery or radiotherapy': [
      'age',
      not('sex, implants and treatment are not asked: an image model reads the picture and the age'),
    ],
    'Doppler, elastography, video and images with measurements over the lesion': [
      not('what is drawn into a picture is not told apart, but for coloured pictures'),
    ],
  },
  'cha2ds2-vasc': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People without atrial fibrillation': ['atrial-fibrillation'],
    'Mechanical heart valves and moderate to severe mitral stenosis: anticoagulation does not depend on the score there':
      ['mechanical-heart-valve', 'mitral-stenosis'],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'child-pugh': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People without cirrhosis': ['liver-cirrhosis'],
    'People who take warfarin: the INR is no measure of the liver then': ['warfarin'],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'ckd-epi-2021': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'Acute kidney injury, and people on dialysis: creatinine is not in a steady state': [
      'acute-kidney-injury',
      'dialysis',
    ],
    'Dosing of drugs with a narrow therapeutic range without a measured or confirmed filtration rate': [USE],
  },
  'cxr-pneumonia-paediatric': {
    'Starting, choosing or withholding an antibiotic or any other treatment': [USE],
    'Telling bacteria from viruses in a child: the labels come from the reading of films, not from cultures':
      [USE],
    'Adults, adolescents, newborns and infants under 1 year; lateral films, CT and photographs of films': [
      'age',
      'gate',
    ],
    'Any other disease of the chest: tuberculosis, effusion, foreign body, heart failure': [
      not('what else a film shows is not known to the network'),
    ],
  },
  'curb-65': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'Pneumonia acquired in hospital, and people whose immunity is suppressed': [
      not('where pneumonia was acquired, and suppressed immunity, have no concept'),
    ],
    'Sending somebody home by the score alone: oxygenation, comorbidity and circumstances are not in it': [
      USE,
    ],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'fib-4': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'Acute hepatitis, acute illness and thrombocytopenia of other cause: transaminases and platelets are not those of fibrosis':
      [not('hepatitis and thrombocytopenia of other cause have no concept')],
    'Diagnosing or excluding cirrhosis by itself': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'has-bled': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People without atrial fibrillation': ['atrial-fibrillation'],
    'Withholding anticoagulation because of the score': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'hospital-survival': {
    'Deciding on or withholding life-sustaining treatment, admission or palliative care': [USE],
    'Other illnesses, trauma, people under 18 years, pregnancy': [
      'age',
      'pregnancy-status',
      required('serious-illness-group'),
      not('trauma has no concept'),
    ],
    'The first day of an illness and weeks later': [
      not('which day of the illness it is, is an input that may be missing'),
    ],
  },
  'icu-mortality': {
    'Stays that have lasted much less or much more than 48 hours: the model has only seen the first 48': [
      not('the chart does not say when the stay began'),
    ],
    'People who are not in intensive care, children, pregnancy': [
      'intensive-care-unit',
      'age',
      'pregnancy-status',
    ],
    'Deciding on, limiting or withdrawing treatment of one person; triage': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'image-gate': {
    'Saying anything about a patient': [USE],
    'Judging the age of a person, or whether a film is fit for diagnosis': [USE],
  },
  kfre: {
    'eGFR of 60 and more, or below 10 mL/min/1.73 m²': ['ranges'],
    'Acute kidney injury, people under 18 years, pregnancy': [
      'acute-kidney-injury',
      'age',
      'pregnancy-status',
    ],
    'Dialysis and kidney transplant': ['dialysis', 'kidney-transplant'],
  },
  'mayo-pbc': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People who take warfarin: the prothrombin time is no measure of the liver then': ['warfarin'],
    'Other diseases of the liver': ['primary-biliary-cholangitis'],
    'After transplantation of the liver': ['liver-transplant'],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'meld-3': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People who take warfarin: the INR is no measure of the liver then': ['warfarin'],
    'Allocation of organs: that rests on the values and the rules of the organ exchange': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'mgus-progression': {
    'Smouldering or active myeloma, light-chain amyloidosis, Waldenström macroglobulinaemia, light-chain MGUS':
      [
        'multiple-myeloma',
        'monoclonal-gammopathy',
        not('amyloidosis, macroglobulinaemia and smouldering myeloma have no concept'),
      ],
    'Deciding on treatment, or on a bone marrow examination, by this figure alone': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  news2: {
    'Children under 16 years and pregnancy': ['age', 'pregnancy-status'],
    'People with a spinal cord injury, whose autonomic responses differ': [
      not('injury of the spinal cord has no concept'),
    ],
    'In place of clinical judgement: concern overrides the score': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'nhanes-mortality': {
    'Pregnancy and people under 20 or over 90 years': ['pregnancy-status', 'age'],
    'Acute illness, intensive care and people in hospital: the tests are those of a stable day': [
      'intensive-care-unit',
      'serious-illness-group',
      'sepsis',
      'pneumonia',
      'acute-kidney-injury',
      not('that somebody is in hospital is not read'),
    ],
    'Deciding on or withholding treatment': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'pbc-survival': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People who take warfarin: the prothrombin time is no measure of the liver then': ['warfarin'],
    'Other diseases of the liver; after transplantation of the liver': [
      'primary-biliary-cholangitis',
      'liver-transplant',
    ],
    'Deciding on transplantation by this figure alone': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  pce: {
    'People with known cardiovascular disease, and pregnancy': [
      ...CARDIOVASCULAR_DISEASE,
      'heart-failure',
      'pregnancy-status',
    ],
    'Ages under 40 and over 79': ['age'],
    'Total cholesterol outside 130-320 mg/dL, HDL outside 20-100 mg/dL, systolic pressure outside 90-200 mmHg: nothing is answered':
      ['ranges'],
    'People whose race is not recorded: there is no equation without it': [required('race')],
  },
  phenoage: {
    'Acute illness, people in hospital, pregnancy': [
      'intensive-care-unit',
      'serious-illness-group',
      'sepsis',
      'pneumonia',
      'acute-kidney-injury',
      'pregnancy-status',
    ],
    'Telling a person how old they "really" are, or how long they will live': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  prevent: {
    'People with known cardiovascular disease or heart failure, and pregnancy': [
      ...CARDIOVASCULAR_DISEASE,
      'heart-failure',
      'pregnancy-status',
    ],
    'Ages under 30 and over 79; thirty-year risk outside 30 to 59': ['age'],
    'Total cholesterol outside 130-320 mg/dL, HDL outside 20-100 mg/dL, systolic pressure outside 90-180 mmHg, body mass index outside 18.5-39.9, eGFR outside 15-140: nothing is answered':
      ['ranges'],
    'Withholding treatment that is indicated whatever the risk: LDL cholesterol of 190 mg/dL and more, familial hypercholesterolaemia':
      [USE],
  },
  qsofa: {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People in whom no infection is suspected, and intensive care (there SOFA)': [
      'intensive-care-unit',
      not('whether infection is suspected is not in the record'),
    ],
    'Excluding sepsis: its sensitivity is low': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'readmission-30-day': {
    'People without diabetes': ['diabetes-mellitus'],
    'People who leave hospital dying, or to a hospice': ['discharge-destination', 'deceased'],
    'Delaying a discharge or refusing an admission': [USE],
    'Insurance, payment or the rating of hospitals': [USE],
  },
  score2: {
    'People with known cardiovascular disease, diabetes, familial hypercholesterolaemia or moderate to severe kidney disease, and pregnancy: their risk is judged otherwise':
      [
        ...CARDIOVASCULAR_DISEASE,
        'heart-failure',
        'diabetes-mellitus',
        'familial-hypercholesterolaemia',
        'chronic-kidney-disease',
        'dialysis',
        'kidney-transplant',
        'pregnancy-status',
      ],
    'Ages under 40 and over 89': ['age'],
    'People who live outside the countries that the paper names': ['cardiovascular-risk-region'],
  },
  sofa: {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'Deciding on or withholding intensive care for one person': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'stroke-outcome': {
    'Deciding on or withholding thrombolysis, thrombectomy, feeding or any other treatment': [USE],
    'Intracranial hemorrhage, transient ischemic attack, stroke of earlier days': [
      'intracranial-haemorrhage',
      'cerebrovascular-accident',
    ],
    'People under 16 years (none was in the trial) and telling how well rehabilitation will work': ['age'],
  },
  'wells-dvt': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People in whom thrombosis is not suspected, and thrombosis of an arm': [
      not('whether thrombosis is suspected is not in the record'),
    ],
    'Excluding thrombosis without D-dimer or ultrasound': [USE],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
  'wells-pe': {
    'People under 18 years and pregnancy': ['age', 'pregnancy-status'],
    'People in whom pulmonary embolism is not suspected': [
      not('whether embolism is suspected is not in the record'),
    ],
    'Shock: imaging or treatment does not wait for a score': [not('shock has no concept')],
    'Insurance, employment or any other use that is not care or research': [USE],
  },
};

describe.each(models.map((model) => ({ name: model.manifest.name, model })))('$name', ({ name, model }) => {
  const held = SCOPE[name] ?? {};

  it('has every clause on whom it is not for in its place here', () => {
    expect(Object.keys(held)).toEqual(model.manifest.intendedUse.outOfScope);
  });

  it.each(Object.entries(held))('is held to: %s', (_, holders) => {
    expect(holders.length).toBeGreaterThan(0);
    expect(holders.filter((holder) => !isHeld(model, holder))).toEqual([]);
  });
});

function isHeld({ manifest, equation }: LoadedModel, holder: Holder): boolean {
  const { image } = manifest;
  const { age, exclude, only } = manifest.applicability;
  if (typeof holder !== 'string') {
    if ('why' in holder) return holder.why !== '';
    return manifest.inputs.some((i) => i.concept === holder.required && i.required);
  }
  if (holder === 'ranges') return (equation?.ranges ?? []).length > 0;
  if (holder === 'age') return age !== undefined;
  if (holder === 'gate') return image?.gate.model !== undefined;
  return [...exclude, ...only].some(({ concept }) => concept === holder);
}
