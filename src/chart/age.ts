/**
 * Age in years at `now`: completed years, and the part of the current one. A year or month of birth counts as its
 * first day, so the age is then the greatest it may be. Days are UTC days; who was born on 29 February is a year
 * older on 1 March of other years. Negative for a birth in the future.
 */
export function ageAt(birthDate: string, now: Date): number {
  const birth = new Date(birthDate);
  const years = now.getUTCFullYear() - birth.getUTCFullYear();
  const completed = now.getTime() >= birthday(birth, years) ? years : years - 1;
  const last = birthday(birth, completed);
  return completed + (now.getTime() - last) / (birthday(birth, completed + 1) - last);
}

/** The start of the day on which somebody turns `age`. `setUTCFullYear` also takes years before 100 as they are. */
const birthday = (birth: Date, age: number): number =>
  new Date(birth).setUTCFullYear(birth.getUTCFullYear() + age);
