import { describe, expect, it } from 'vitest';
import { modelsTable, withModelsTable } from '../../src/findings/models-table.ts';
import { loaded, loadedScore, metrics } from './fixtures.ts';
import { loadedImage } from './image-fixtures.ts';

const rowWith = (change: unknown) => modelsTable([{ ...loaded, metrics: change }]).split('\n')[2];

describe('the table of models', () => {
  it('shows what each predicts, on whom it was measured, and the result with its interval', () => {
    expect(rowWith(metrics)).toBe(
      '| [toy-model](models/toy-model) | Death within 5 years | 15,017 people examined later than those it learned from | C-index 0.86 (0.85–0.87) |',
    );
  });

  it('falls back on cross-validation', () => {
    const { temporalValidation: _, ...rest } = metrics;
    expect(rowWith(rest)).toMatch(/\| 30,000 people, cross-validated \| C-index 0\.85 \(0\.84–0\.86\) \|$/);
  });

  it.each([undefined, {}, { chosen: 'cox' }])('says when a model was not measured (%j)', (nothing) => {
    expect(rowWith(nothing)).toMatch(/\| not measured \| {2}\|$/);
  });

  it('shows a score by its name, and an equation by the test vectors that it meets', () => {
    const vectors = { data: { n: 1_200 }, metrics: { agreement: { value: 0.9975 } } };
    const table = modelsTable([{ ...loadedScore, metrics: vectors }]);
    expect(table.split('\n')[2]).toBe(
      '| [toy-score](models/toy-score) | TOY2 | 1,200 test vectors | 1,197 met within their rounding |',
    );
  });

  it('shows a finding by what it is seen on, and what it was measured on', () => {
    expect(modelsTable([loadedImage]).split('\n')[2]).toBe(
      '| [toy-film](models/toy-film) | Pneumonia on the chest radiograph, and 2 further outcomes | 410 pictures kept out of training | AUROC 0.98 (0.97–0.99), AUROC bacterial against viral 0.95 (0.93–0.97) |',
    );
  });

  it('goes into its section of a text and stays there', () => {
    const text = 'a\n<!-- models:start -->\nold\n<!-- models:end -->\nb';
    const current = withModelsTable(text, [loaded]);
    expect(current).toContain('toy-model');
    expect(current).not.toContain('old\n');
    expect(withModelsTable(current, [loaded])).toBe(current);
    expect(() => withModelsTable('no section', [loaded])).toThrow(RangeError);
  });
});
