import type { Entry } from './entry.ts';

/** What one Condition, MedicationRequest or MedicationStatement says of one concept. */
export interface Statement extends Pick<Entry, 'at' | 'date' | 'source' | 'order'> {
  /** `past`: it was so and is no longer. `absent`: it was looked at and is not so. */
  readonly says: 'present' | 'past' | 'absent' | 'in-error';
}

/** Every statement that a record has of one kind of concept. */
export interface PresenceIndex {
  readonly byConcept: Map<string, Statement[]>;
  /** Something is there of which nobody can tell what it is: then nothing is known to be absent. */
  isIncomplete: boolean;
  /** What entries are called that are so now and could not be classified; empty for one without a name. */
  readonly unread: string[];
}

export const emptyPresence = (): PresenceIndex => ({
  byConcept: new Map(),
  isIncomplete: false,
  unread: [],
});

export function addStatement(index: PresenceIndex, concepts: readonly string[], statement: Statement): void {
  for (const concept of concepts) {
    const known = index.byConcept.get(concept);
    if (known) known.push(statement);
    else index.byConcept.set(concept, [statement]);
  }
}
