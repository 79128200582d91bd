import { type HeatMap, heatOver, type Placement } from './heat-map.ts';

const ROWS = ['upper', 'middle', 'lower'] as const;
const COLUMNS = ['left', 'middle', 'right'] as const;

/** Places along each side of a ninth of the picture at which the heat is looked at. */
const SAMPLES = 8;
const SIDE = 3 * SAMPLES;
/** A ninth whose warmest place has this share of the warmest of all is named as well. */
const NEARLY = 0.8;
const MOST_NAMED = 3;

/** Where a picture is warm, in words: left and right as one looks at it. */
export function describeHeat(heat: HeatMap, placement: Placement): string {
  const heats = heatOver(heat, placement, SIDE, SIDE);
  const ninths = ROWS.flatMap((row, r) =>
    COLUMNS.map((column, c) => ({ name: nameOf(row, column), heat: warmestIn(heats, r, c) })),
  ).sort((x, y) => y.heat - x.heat);
  const [warmest] = ninths;
  if (!(warmest!.heat > 0)) return 'no part of the picture speaks for it';
  const named = ninths.filter((n) => n.heat >= NEARLY * warmest!.heat).map((n) => n.name);
  if (named.length > MOST_NAMED) return `warm in most of the picture, most of all in the ${named[0]}`;
  const others = named.slice(1);
  const more = others.length > 0 ? `, nearly as warm in the ${others.join(' and the ')}` : '';
  return `warmest in the ${named[0]} of the picture${more}`;
}

function nameOf(row: (typeof ROWS)[number], column: (typeof COLUMNS)[number]): string {
  if (row === 'middle') return column === 'middle' ? 'middle' : `middle ${column}`;
  return column === 'middle' ? `${row} middle` : `${row} ${column}`;
}

function warmestIn(heats: Float32Array, row: number, column: number): number {
  return heats.reduce((warmest, heat, at) => {
    const isInside =
      Math.floor(at / (SIDE * SAMPLES)) === row && Math.floor((at % SIDE) / SAMPLES) === column;
    return isInside ? Math.max(warmest, heat) : warmest;
  }, Number.NEGATIVE_INFINITY);
}
