import { readableUnit } from '../chart/readable-units.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { Score } from '../inference/prediction.ts';
import { directed } from './percent.ts';

const MINUS = '−';

/** "7", "54.3", "−1.2": with the decimals of the manifest; half points only where there are some. */
export const scoreFigure = (value: number, { score }: Manifest): string => {
  const rounded = value.toFixed(score?.decimals ?? 0);
  const text = score?.unit === undefined ? String(Number(rounded)) : rounded;
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
};

/** "points", "mL/min/1.73 m²"; empty for a unit that goes without saying. */
export const scoreUnit = ({ score }: Manifest): string =>
  score?.unit === undefined ? 'points' : readableUnit(score.unit);

/** "7 points", "1 point", "54 mL/min/1.73 m²". */
export function scoreValue(value: number, manifest: Manifest): string {
  const figure = scoreFigure(value, manifest);
  const unit = scoreUnit(manifest);
  return [figure, unit === 'points' && figure === '1' ? 'point' : unit].filter(Boolean).join(' ');
}

/** "7 points, high (urgent response)": with the name of the band, where it has one. */
export const scoreAnswer = ({ value, band }: Score, manifest: Manifest): string =>
  [scoreValue(value, manifest), band].filter(Boolean).join(', ');

/** "▲ +3", "▼ −1.5": what one input adds, in the unit of the score. */
export const scoreEffect = (effect: number, { score }: Manifest): string =>
  directed(effect, Math.abs(effect).toFixed(score?.decimals ?? 0));

/** "0 to 20"; undefined where the scale has no ends. */
export function scaleWords(manifest: Manifest): string | undefined {
  const { min, max } = manifest.score ?? {};
  if (min === undefined || max === undefined) return undefined;
  return `${scoreFigure(min, manifest)} to ${scoreFigure(max, manifest)}`;
}
