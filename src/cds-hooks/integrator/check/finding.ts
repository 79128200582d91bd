/** `error` where the specification says SHALL, `warning` where it says SHOULD. */
export type Level = 'error' | 'warning';

/** One thing that is not as CDS Hooks 2.0.1 wants it. */
export interface Finding {
  /** Number of the rule in README.md beside this file. */
  readonly rule: number;
  readonly level: Level;
  /** Where: `response.cards[0].summary`, `discovery.services[1].id`. */
  readonly path: string;
  /** What is wrong, to be read after the path. */
  readonly message: string;
}

export const error = (rule: number, path: string, message: string): Finding => ({
  rule,
  level: 'error',
  path,
  message,
});

export const warning = (rule: number, path: string, message: string): Finding => ({
  rule,
  level: 'warning',
  path,
  message,
});
