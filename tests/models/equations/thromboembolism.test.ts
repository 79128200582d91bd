import { describe, expect, it } from 'vitest';
import { equation as wellsDvt } from '../../../models/wells-dvt/equation.ts';
import { equation as wellsPe } from '../../../models/wells-pe/equation.ts';
import { answerTo, type Known, served, vectorRows, vectorsAreHere } from './given.ts';

describe('the Wells score of pulmonary embolism', () => {
  const none: Known = { ...wellsPe.vectors.inputs({}), 'heart-rate': 80 } as Known;

  it.each([
    ['dvt-signs', true, 3],
    ['pe-most-likely-diagnosis', true, 3],
    ['heart-rate', 100, 0],
    ['heart-rate', 101, 1.5],
    ['immobilisation-or-recent-surgery', true, 1.5],
    ['previous-deep-vein-thrombosis', true, 1.5],
    ['previous-pulmonary-embolism', true, 1.5],
    ['haemoptysis', true, 1],
    ['active-cancer', true, 1],
  ])('with %s of %s is %d', (concept, value, wanted) => {
    expect(answerTo(wellsPe, none, { [concept]: value })).toBe(wanted);
  });

  it.each([
    [1.5, 'unlikely', 'low', { 'heart-rate': 110 }],
    [2, 'unlikely', 'moderate', { haemoptysis: true, 'active-cancer': true }],
    [4, 'unlikely', 'moderate', { 'dvt-signs': true, haemoptysis: true }],
    [4.5, 'likely', 'moderate', { 'dvt-signs': true, 'heart-rate': 110 }],
    [6, 'likely', 'moderate', { 'dvt-signs': true, 'pe-most-likely-diagnosis': true }],
    [7, 'likely', 'high', { 'dvt-signs': true, 'pe-most-likely-diagnosis': true, haemoptysis: true }],
  ])('of %d is %s, and %s of three levels', async (value, two, three, changed) => {
    expect((await served('wells-pe'))({ ...none, ...changed })).toMatchObject({
      value,
      band: `pulmonary embolism ${two} (three levels: ${three})`,
    });
  });

  it.skipIf(!vectorsAreHere)('has the levels of every vector (skipped without ../shared/data)', async () => {
    const predict = await served('wells-pe');
    for (const row of await vectorRows('wells_pe.csv', 'three_tier'))
      expect(predict(wellsPe.vectors.inputs(row) as Known)).toMatchObject({
        band: `pulmonary embolism ${row.two_tier} (three levels: ${row.three_tier})`,
      });
  });
});

describe('the Wells score of deep vein thrombosis', () => {
  const none = wellsDvt.vectors.inputs({}) as Known;
  const criteria = Object.keys(none);

  it('gives every criterion one point, and takes two for another diagnosis', () => {
    expect(criteria).toHaveLength(10);
    for (const concept of criteria) {
      const wanted = concept === 'alternative-diagnosis-to-dvt' ? -2 : 1;
      expect(answerTo(wellsDvt, none, { [concept]: true }), concept).toBe(wanted);
    }
  });

  it.each([
    [1, 'unlikely', ['active-cancer']],
    [2, 'likely', ['active-cancer', 'calf-swelling']],
    [0, 'unlikely', ['active-cancer', 'calf-swelling', 'alternative-diagnosis-to-dvt']],
  ])('of %d is %s', async (value, band, found) => {
    const known = { ...none, ...Object.fromEntries(found.map((concept) => [concept, true])) };
    expect((await served('wells-dvt'))(known)).toMatchObject({
      value,
      band: `deep vein thrombosis ${band}`,
    });
  });

  it.skipIf(!vectorsAreHere)('has the levels of every vector (skipped without ../shared/data)', async () => {
    const predict = await served('wells-dvt');
    for (const row of await vectorRows('wells_dvt.csv', 'two_tier'))
      expect(predict(wellsDvt.vectors.inputs(row) as Known)).toMatchObject({
        band: `deep vein thrombosis ${row.two_tier}`,
      });
  });
});
