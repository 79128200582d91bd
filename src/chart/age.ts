/**
 * Age in completed years at `now`, as surveys, trials and equations count it; so the same record gives the same age
 * on every day between two birthdays. A year or month of birth counts as its first day, so the age is then the
 * greatest it may be. Days are UTC days; who was born on 29 February is a year older on 1 March of other years.
 * Negative for a birth in the future.
 */
export function ageAt(birthDate: string, now: Date): number {
  const birth = new Date(birthDate);
  const years = now.getUTCFullYear() - birth.getUTCFullYear();
  return now.getTime() >= birthday(birth, years) ? years : years - 1;
}

/** The start of the day on which somebody turns `age`. `setUTCFullYear` also takes years before 100 as they are. */
const birthday = (birth: Date, age: number): number =>
  new Date(birth).setUTCFullYear(birth.getUTCFullYear() + age);
