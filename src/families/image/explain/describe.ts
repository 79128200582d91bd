import { type HeatMap, heatSeen, type Placement } from './heat-map.ts';

const ROWS = ['upper', 'middle', 'lower'] as const;
const COLUMNS = ['left', 'middle', 'right'] as const;

/** Places along each side of a ninth of the picture at which the heat is looked at. */
const SAMPLES = 8;
/** A ninth whose warmest place has this share of the warmest of all is named as well. */
const NEARLY = 0.8;
const MOST_NAMED = 3;

/** Where a picture is warm, in words: left and right as one looks at it. */
export function describeHeat(heat: HeatMap, placement: Placement): string {
  const ninths = ROWS.flatMap((row, r) =>
    COLUMNS.map((column, c) => ({ name: nameOf(row, column), heat: warmestIn(heat, placement, r, c) })),
  ).sort((a, b) => b.heat - a.heat);
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

function warmestIn(heat: HeatMap, placement: Placement, row: number, column: number): number {
  let warmest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < SAMPLES ** 2; i++) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / COLUMNS.length;
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / ROWS.length;
    warmest = Math.max(warmest, heatSeen(heat, placement, x, y));
  }
  return warmest;
}
