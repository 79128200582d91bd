/** Who shares a person's age and sex, for sentences: "women aged 63". */
export const peersOf = (sex: unknown, age: number): string =>
  `${sex === 'male' ? 'men' : 'women'} aged ${Math.floor(age)}`;

/**
 * What of the difference of a predictor between a person and a reference each variable makes. Going from one to the
 * other variable by variable, in their order and in the opposite one, and taking the mean gives the exact Shapley values
 * (Contributions to the Theory of Games II, 1953, 307) of a predictor whose interactions are of two variables at most,
 * as those of published equations are; the parts add up to the difference for every predictor.
 */
export function partsBetween<K extends string>(
  predictor: (values: Readonly<Record<K, number>>) => number,
  person: Readonly<Record<K, number>>,
  reference: Readonly<Record<K, number>>,
): Record<K, number> {
  const names = Object.keys(person) as K[];
  const forth = steps(names);
  const back = steps(names.toReversed());
  return Object.fromEntries(names.map((name) => [name, (forth[name] + back[name]) / 2])) as Record<K, number>;

  function steps(order: readonly K[]): Record<K, number> {
    const values: Record<K, number> = { ...reference };
    let before = predictor(values);
    const made = order.map((name) => {
      if (Object.is(values[name], person[name])) return [name, 0];
      values[name] = person[name];
      const after = predictor(values);
      const step = after - before;
      before = after;
      return [name, step];
    });
    return Object.fromEntries(made) as Record<K, number>;
  }
}
