import type { Broken } from './broken.ts';

type Case = Omit<Broken, 'of' | 'at'> & { readonly at?: string };

/** Changes and locations below `prediction[0]`. */
const inPrediction = ({ change, at, ...rest }: Case): Broken => ({
  ...rest,
  of: 'prediction',
  change: Object.fromEntries(Object.entries(change).map(([path, value]) => [`prediction[0].${path}`, value])),
  at: at ? `prediction[0].${at}` : 'prediction[0]',
});

const cases: readonly Case[] = [
  { name: 'no-outcome', change: { outcome: undefined }, at: 'outcome', says: 'Missing' },
  { name: 'no-probability', change: { probabilityDecimal: undefined }, says: 'kra-7' },
  {
    name: 'probability-is-a-range',
    change: {
      probabilityDecimal: undefined,
      probabilityRange: { low: { value: 9, unit: '%', system: 'http://unitsofmeasure.org', code: '%' } },
    },
    at: 'probabilityRange',
    says: 'probabilityDecimal',
  },
  { name: 'probability-above-100', change: { probabilityDecimal: 100.1 }, says: 'ras-2' },
  { name: 'probability-below-0', change: { probabilityDecimal: -1 }, says: 'kra-5' },
  {
    name: 'qualitative-risk-of-no-known-level',
    change: { 'qualitativeRisk.coding[0].code': 'terrible' },
    at: 'qualitativeRisk',
    says: 'risk-probability',
  },
  { name: 'no-horizon', change: { whenRange: undefined }, says: 'kra-8' },
  { name: 'no-rationale', change: { rationale: undefined }, at: 'rationale', says: 'Missing' },
  {
    name: 'interval-upside-down',
    change: { 'extension[0].extension[0].valueDecimal': 99.9, 'extension[0].extension[1].valueDecimal': 1 },
    at: 'extension[0]',
    says: 'kri-1',
  },
  {
    name: 'interval-above-100',
    change: { 'extension[0].extension[1].valueDecimal': 101 },
    at: 'extension[0]',
    says: 'kri-2',
  },
  {
    name: 'interval-level-is-an-integer',
    change: { 'extension[0].extension[2]': { url: 'level', valueInteger: 95 } },
    at: 'extension[0].extension[2].valueInteger',
    says: 'valueDecimal',
  },
  {
    name: 'comparison-above-100',
    change: { 'extension[1].extension[1].valueDecimal': 200 },
    at: 'extension[1]',
    says: 'kcg-1',
  },
  {
    name: 'contribution-of-no-known-concept',
    change: { 'extension[2].extension[0].valueCoding.code': 'mood' },
    at: 'extension[2].extension[0].value[x]',
    says: 'ValueSet/concept',
  },
  {
    name: 'contribution-with-an-unknown-part',
    change: { 'extension[2].extension[6]': { url: 'weight', valueDecimal: 1 } },
    at: 'extension[2].extension[6].url',
    says: 'no such part',
  },
  {
    name: 'contribution-imputed-from-a-source',
    change: { 'extension[2].extension[3].valueBoolean': true },
    at: 'extension[2]',
    says: 'kic-1',
  },
  {
    name: 'extension-in-the-wrong-place',
    change: {
      'extension[3]': {
        url: 'https://kairos-cds.github.io/fhir/StructureDefinition/input-not-used',
        extension: [
          {
            url: 'concept',
            valueCoding: { system: 'https://kairos-cds.github.io/fhir/CodeSystem/concept', code: 'albumin' },
          },
          { url: 'reason', valueCode: 'none' },
          { url: 'required', valueBoolean: true },
        ],
      },
    },
    at: 'extension[3]',
    says: 'may only stand in RiskAssessment',
  },
];

export const brokenPredictions: readonly Broken[] = [
  ...cases.map(inPrediction),
  {
    name: 'score-and-probability',
    of: 'score',
    change: { 'prediction[0].probabilityDecimal': 12, 'prediction[0].whenPeriod': { start: '2026-01-15' } },
    at: 'prediction[0]',
    says: 'kra-7',
  },
  {
    name: 'score-without-a-unit',
    of: 'score',
    change: { 'prediction[0].extension[0].valueQuantity': { value: 7 } },
    at: 'prediction[0].extension[0]',
    says: 'ksv-1',
  },
  {
    name: 'scale-upside-down',
    of: 'score',
    change: {
      'prediction[0].extension[1]': {
        url: 'https://kairos-cds.github.io/fhir/StructureDefinition/score-scale',
        valueRange: { low: { value: 20 }, high: { value: 0 } },
      },
    },
    at: 'prediction[0].extension[1]',
    says: 'kss-1',
  },
  {
    name: 'curve-of-words',
    of: 'prediction',
    change: {
      'prediction[0].extension[3]': {
        url: 'https://kairos-cds.github.io/fhir/StructureDefinition/survival-curve',
        extension: [
          { url: 'months', valueString: '0 12' },
          { url: 'survival', valueString: '100 good' },
          { url: 'low', valueString: '100 90' },
          { url: 'high', valueString: '100 99' },
        ],
      },
    },
    at: 'prediction[0].extension[3]',
    says: 'ksc-1',
  },
  {
    name: 'probability-is-text',
    of: 'prediction',
    change: { 'prediction[0].probabilityDecimal': '12' },
    at: 'prediction[0].probability[x]',
    says: 'number',
  },
];
