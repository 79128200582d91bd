/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Of a heat map, from less to more: vermillion, orange and yellow of the palette that people with any colour vision tell
 * apart (Okabe & Ito 2008, Color Universal Design). The lightness rises all the way, so the order is seen without colours
 * as well.
 */
export const HEAT_COLOURS: readonly [Colour, Colour, Colour] = [
  [213, 94, 0],
  [230, 159, 0],
  [240, 228, 66],
];
