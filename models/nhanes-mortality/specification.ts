import type {
  InputSpecification,
  Specification,
} from '../../src/families/prognosis/features/specification.ts';

/** Effects may bend, and differ by age and sex. Assays changed between survey cycles. */
const test = (concept: string, transform: InputSpecification['transform']): InputSpecification => ({
  concept,
  transform,
  knots: 3,
  byAge: true,
  bySex: true,
  harmonise: true,
});

/**
 * CRP below 2.1 mg/L was not measured in 1988-1994, and most people were: everyone's smaller values count as that,
 * and there is nothing left to bend or to harmonise.
 */
const cReactiveProtein: InputSpecification = {
  concept: 'c-reactive-protein',
  transform: 'log',
  floor: 2.1,
  knots: 3,
  byAge: true,
  bySex: true,
};

const bodyMassIndex: InputSpecification = { ...test('body-mass-index', 'log'), harmonise: false };

const selfRatedHealth: InputSpecification = {
  concept: 'self-rated-health',
  transform: 'identity',
  knots: 0,
  byAge: true,
  bySex: true,
};

/** Chosen by cross-validation and by validation on the last survey cycle, on people of 1988-2004. */
export const specification: Specification = {
  age: { knots: [25, 42, 57, 70, 82], max: 85, bySex: 1 },
  inputs: [
    test('albumin', 'identity'),
    test('creatinine', 'log'),
    test('red-cell-distribution-width', 'log'),
    test('alkaline-phosphatase', 'log'),
    test('urea-nitrogen', 'log'),
    test('glucose', 'log'),
    test('hemoglobin-a1c', 'log'),
    test('uric-acid', 'identity'),
    test('total-cholesterol', 'log'),
    test('hdl-cholesterol', 'log'),
    test('gamma-glutamyltransferase', 'log'),
    cReactiveProtein,
    test('leukocytes', 'log'),
    test('lymphocytes-percent', 'identity'),
    test('monocytes-percent', 'identity'),
    test('mean-corpuscular-volume', 'identity'),
    bodyMassIndex,
    selfRatedHealth,
  ],
  clip: 0.001,
  ridge: 100,
  followUp: 84,
  horizon: 60,
  era: ['1999', '2001', '2003'],
  referenceAssays: ['2001', '2003'],
};
