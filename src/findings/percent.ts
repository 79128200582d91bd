/** Probability 0–1 → percent with two decimals: FHIR R4 `probabilityDecimal` is a percentage (maximum 100). */
export const toPercent = (probability: number): number => Math.round(probability * 10_000) / 100;

/** One decimal below ten, none above: what a reader can use. */
const twoDigits = (value: number): string => (value < 9.95 ? value.toFixed(1) : value.toFixed(0));

/** For sentences: "12%", "3.4%", "0.4%", "<0.1%"; what is not certain is never said to be 0% or 100%. */
export function percentWords(probability: number): string {
  // Rounded as it is stored, so that a card and what is read back from the store say the same.
  const percent = toPercent(probability);
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9) return '>99.9%';
  return `${percent >= 99.5 ? percent.toFixed(1) : twoDigits(percent)}%`;
}

/** "9.2–16%": both ends with the precision of `percentWords`; one figure where they are the same. */
export function intervalWords(low: number, high: number): string {
  const [from, to] = [percentWords(low), percentWords(high)];
  return from === to ? to : `${from.replace('%', '')}–${to}`;
}

/** Percent below which whole people in 100 hide too much of a difference. */
const RARE = 2;

/** People to count in: the same for all numbers of a sentence, so that they can be compared. */
export const peopleFor = (...probabilities: readonly number[]): 100 | 1000 =>
  toPercent(Math.min(...probabilities)) < RARE ? 1000 : 100;

/** Natural frequency: "12 in 100", "4 in 1,000", "fewer than 1 in 1,000", "more than 99 in 100". */
export function frequencyWords(probability: number, people: 100 | 1000 = peopleFor(probability)): string {
  const of = people.toLocaleString('en-US');
  const share = (toPercent(probability) * people) / 100;
  const count = Math.round(share);
  if (share < 1) return `fewer than 1 in ${of}`;
  return count >= people ? `more than ${people - 1} in ${of}` : `${count} in ${of}`;
}

/** "about twice that of", "similar to that of": how a risk compares with a group's. */
export function ratioWords(ratio: number): string {
  if (ratio >= 0.85 && ratio <= 1.18) return 'similar to that of';
  if (ratio >= 1.75 && ratio < 2.25) return 'about twice that of';
  if (ratio >= 0.45 && ratio < 0.56) return 'about half that of';
  if (ratio > 1) return `${ratio.toFixed(1)} times that of`;
  return ratio < 0.005 ? 'more than 99% below that of' : `${Math.round((1 - ratio) * 100)}% below that of`;
}

/** Points of percentage with a sign and a direction that does not rest on colour: "▲ +3.1", "▼ −0.6", "0.0". */
export const pointsWords = (effect: number): string => directed(effect, twoDigits(Math.abs(effect * 100)));

/** An effect with its direction; one that rounds to nothing has none. */
export function directed(effect: number, size: string): string {
  if (Number(size) === 0) return size;
  return effect > 0 ? `▲ +${size}` : `▼ −${size}`;
}
