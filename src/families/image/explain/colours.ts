import { type Colour, HEAT_COLOURS } from '../../../kernel/heat-colours.ts';

/** The heat from which a colour begins to cover the picture, and that from which it covers as much as it may. */
const FAINTEST = 0.3;
const FULLEST = 0.75;
/** The picture is always seen through it. */
const MOST_COVER = 0.65;

/** The share of the colour in a pixel of a heat, 0 (the picture alone) upwards. @param heat 0–1 */
export function coverOf(heat: number): number {
  const share = Math.min(1, Math.max(0, (heat - FAINTEST) / (FULLEST - FAINTEST)));
  return MOST_COVER * share * share * (3 - 2 * share);
}

/** @param heat 0–1 */
export function colourOf(heat: number): Colour {
  const at = Math.min(1, Math.max(0, heat)) * (HEAT_COLOURS.length - 1);
  const first = Math.min(Math.floor(at), HEAT_COLOURS.length - 2);
  const [from, to] = [HEAT_COLOURS[first]!, HEAT_COLOURS[first + 1]!];
  const channel = (c: 0 | 1 | 2) => from[c] + (at - first) * (to[c] - from[c]);
  return [channel(0), channel(1), channel(2)];
}
