/** Pictures of the same patient are drawn together in a bootstrap. */
export interface Patients {
  readonly count: number;
  /** How often each picture counts, where each patient does so often. */
  spread(counts: Float64Array): Float64Array;
}

/** @param names whose each picture is */
export function patientsOf(names: readonly string[]): Patients {
  const position = new Map([...new Set(names)].map((name, p) => [name, p]));
  const places = names.map((name) => position.get(name)!);
  return { count: position.size, spread: (counts) => Float64Array.from(places, (place) => counts[place]!) };
}
