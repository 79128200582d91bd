import type { Problem } from '../kernel/errors.ts';

/** Carries problems through Express' error path; everywhere else failures are values. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => p.code).join(', '));
    this.problems = problems;
  }
}
