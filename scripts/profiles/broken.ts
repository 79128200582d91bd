import type { Examples } from './examples.ts';

/** A valid example with one thing wrong, and where a validator must find it. */
export interface Broken {
  /** Says what is wrong; part of the file name. */
  readonly name: string;
  readonly of: keyof Examples;
  /** `prediction[0].outcome` → its new value; undefined removes it. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Location below the resource; empty for the resource itself. */
  readonly at: string;
  /** What the problem's text must contain. */
  readonly says: string;
}

type Container = Record<string, unknown>;

/** A copy with the changes; never touches its argument. */
export function withChanges(resource: object, changes: Broken['change']): object {
  const copy = structuredClone(resource) as Container;
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.');
    const last = steps.pop()!;
    const parent = steps.reduce<Container>((at, step) => at[step] as Container, copy);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}
