import type { EvidenceValue, UnusableReason, UsedInput } from '../kernel/evidence.ts';
import type { Concept } from './catalogue.ts';
import type { InputSpec } from './types.ts';

export type Comparator = NonNullable<UsedInput['comparator']>;

/** What an entry says, in canonical terms. */
export type ReadValue =
  | { readonly value: EvidenceValue; readonly comparator?: Comparator }
  | { readonly reason: UnusableReason };

/** One value of one concept, whatever it came from: an Observation, a component of one, a row of a data set. */
export interface Entry {
  readonly state: 'valued' | 'in-error' | 'no-value';
  /** Milliseconds since 1970, the earliest the date may mean; undefined when not dated. */
  readonly at: number | undefined;
  /** As the source wrote it; undefined when it did not. */
  readonly date: string | undefined;
  /** Reference of the resource. */
  source(): string | undefined;
  read(concept: Concept, comparators: InputSpec['comparator']): ReadValue;
  /** Decides between entries of one instant: the greater `updatedAt`, then `id`, then content is the newer. */
  readonly order: {
    updatedAt(): number;
    id(): string;
    content(): string;
  };
}
