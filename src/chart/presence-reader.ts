import { type CodedConcept, conceptOf } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { newestOf } from './entry-order.ts';
import { ignored } from './entry-reader.ts';
import type { PresenceIndex, Statement } from './presence.ts';
import { missing, originOf, used } from './readings.ts';
import { isFuture, windowStart } from './time-window.ts';
import type { InputSpec, Reading } from './types.ts';

/**
 * Whether the record has a condition or medication. What a searched record does not have is taken for absent, marked
 * `notRecorded`; without a search (no index), nothing is known.
 */
export function readPresence(index: PresenceIndex | undefined, spec: InputSpec, now: Date): Reading {
  if (!index) return missing(spec, 'none');
  const statements = index.byConcept.get(spec.concept) ?? [];
  const counted = newestOf(statements.filter((s) => counts(s, spec, now)));
  const denied = newestOf(statements.filter(({ says }) => says === 'absent' || says === 'past'));
  if (!counted && !denied && index.isIncomplete) return missing(spec, 'none');
  const origin = counted ?? denied;
  const reading = used({
    concept: spec.concept,
    value: counted !== undefined,
    ...(origin ? originOf(origin) : { notRecorded: true }),
  });
  const leftOut = [
    ...ignored(
      statements.filter((s) => s.says === 'in-error'),
      'in-error',
      spec,
    ),
    ...ignored(
      statements.filter((s) => s.says === 'present' && isAhead(s, now)),
      'future-dated',
      spec,
    ),
  ];
  return leftOut.length === 0 ? reading : { ...reading, leftOut };
}

/**
 * What is so now counts whenever it began. A window asks about events: of what persists (a stroke), and of medications,
 * those whose date is known to lie before it do not count.
 */
function counts(statement: Statement, { concept: id, window }: InputSpec, now: Date): boolean {
  const concept = conceptOf(id);
  const persists = concept.kind === 'condition' && concept.persists;
  const isSo = statement.says === 'present' || (persists && statement.says === 'past');
  if (!isSo || isAhead(statement, now)) return false;
  const isEvent = persists || concept.kind === 'medication';
  return !isEvent || statement.at === undefined || statement.at >= windowStart(window, now);
}

/** What Conditions say that are so now, as an Observation would; one that is not dated is of now. */
export function heldEntries(
  { heldBy }: CodedConcept,
  index: PresenceIndex | undefined,
  now: Date,
): readonly Entry[] {
  const statements = (heldBy !== undefined && index?.byConcept.get(heldBy)) || [];
  return statements
    .filter(({ says }) => says === 'present')
    .map(({ at = now.getTime(), date, source, order }) => ({
      state: 'valued',
      at,
      date,
      source,
      order,
      read: () => ({ value: true }),
    }));
}

const isAhead = ({ at }: Statement, now: Date): boolean => at !== undefined && isFuture(at, now);
