import { claimsKinds } from './claims.ts';
import { formKinds } from './form.ts';
import { keysKinds } from './keys.ts';
import type { Bad, Kinds } from './kinds.ts';

export interface BadToken {
  readonly name: string;
  /** The code in the log. */
  readonly reason: string;
  readonly bad: Bad;
}

const ALL: readonly Kinds[] = [formKinds, keysKinds, claimsKinds];

/** Every kind of call that must be refused. */
export const badTokens: readonly BadToken[] = ALL.flatMap((kinds) =>
  Object.entries(kinds).flatMap(([reason, named]) =>
    Object.entries(named).map(([name, bad]) => ({ name, reason, bad })),
  ),
);
