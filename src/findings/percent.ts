/** Probability 0–1 → percent with one decimal: FHIR R4 `probabilityDecimal` is a percentage (maximum 100). */
export const toPercent = (probability: number): number => Math.round(probability * 1000) / 10;

/** For sentences: "12%", "3.4%", "0.4%", "<0.1%". */
export function percentWords(probability: number): string {
  const percent = probability * 100;
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9) return '>99.9%';
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

/** "9.2–16%": both ends with the precision of `percentWords`. */
export const intervalWords = (low: number, high: number): string =>
  `${percentWords(low).replace('%', '')}–${percentWords(high)}`;

/** Natural frequency: "12 in 100", "4 in 1,000", "fewer than 1 in 1,000". */
export function frequencyWords(probability: number): string {
  if (probability >= 0.0095) return `${Math.round(probability * 100)} in 100`;
  const perThousand = Math.round(probability * 1000);
  return perThousand >= 1 ? `${perThousand} in 1,000` : 'fewer than 1 in 1,000';
}

/** "about twice that of", "similar to that of": how a risk compares with a group's. */
export function ratioWords(ratio: number): string {
  if (ratio >= 0.85 && ratio <= 1.18) return 'similar to that of';
  if (ratio >= 1.75 && ratio < 2.25) return 'about twice that of';
  if (ratio >= 0.45 && ratio < 0.56) return 'about half that of';
  if (ratio > 1) return `${ratio.toFixed(1)} times that of`;
  return `${Math.round((1 - ratio) * 100)}% below that of`;
}

/** Points of percentage with a sign and a direction that does not rest on colour: "▲ +3.1", "▼ −0.6". */
export function pointsWords(effect: number): string {
  const points = Math.abs(effect * 100);
  const text = points >= 10 ? points.toFixed(0) : points.toFixed(1);
  return effect >= 0 ? `▲ +${text}` : `▼ −${text}`;
}
