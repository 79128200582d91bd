import { z } from 'zod';
import type { CardFeedback } from '../../kernel/feedback.ts';

export const MOST_ENTRIES = 1_000;
export const LONGEST_COMMENT = 10_000;
const MOST_SUGGESTIONS = 100;
const LONGEST_TEXT = 500;

/** As a FHIR string: whole characters, no control characters but tab and line ends. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\t\r\n])\p{Cc}/gu, ' ')
    .trim();

/** Blank is as good as absent. */
const textUpTo = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => clean(text) || undefined)
    .nullish();

/** FHIR R4 `code`, `uri` and the ids of suggestions: no blanks at the ends or in a row, nothing that is no character. */
const code = z
  .string()
  .max(LONGEST_TEXT)
  .regex(/^[^\s\p{Cc}\p{Cs}]+(?: [^\s\p{Cc}\p{Cs}]+)*$/u, 'expected a code without surplus blanks');
const system = z
  .string()
  .max(LONGEST_TEXT)
  .regex(/^[^\s\p{Cc}\p{Cs}]+$/u, 'expected a URI');

/** At most so many, before what is in them is looked at. */
const listOf = <T extends z.ZodType>(item: T, least: number, most: number) =>
  z.array(z.unknown()).min(least).max(most).pipe(z.array(item));

const reason = z
  .looseObject({ code, system: system.nullish(), display: textUpTo(LONGEST_TEXT) })
  .transform(({ code, system, display }) => ({
    ...(system ? { system } : {}),
    code,
    ...(display ? { display } : {}),
  }));

/** RFC 3339, to UTC; years that FHIR cannot write are refused. */
const timestamp = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .refine((iso) => /^[1-9]\d{3}-/.test(iso), 'expected a year from 1000 to 9999');

const entry = z
  .looseObject({
    card: z.guid(),
    outcome: z.enum(['accepted', 'overridden']),
    outcomeTimestamp: timestamp,
    acceptedSuggestions: listOf(z.looseObject({ id: code }), 0, MOST_SUGGESTIONS).nullish(),
    overrideReason: z
      .looseObject({ reason: reason.nullish(), userComment: textUpTo(LONGEST_COMMENT) })
      .nullish(),
  })
  .transform(({ card, outcome, outcomeTimestamp, acceptedSuggestions, overrideReason }): CardFeedback => {
    const { reason, userComment } = overrideReason ?? {};
    return {
      card: card.toLowerCase(),
      outcome,
      at: outcomeTimestamp,
      acceptedSuggestions: [...new Set((acceptedSuggestions ?? []).map(({ id }) => id))].sort(),
      ...(reason ? { reason } : {}),
      ...(userComment ? { comment: userComment } : {}),
    };
  });

/**
 * A feedback call (CDS Hooks 2.0.1, "Feedback"). Unknown members and extensions are ignored; `null` and empty members,
 * which the specification forbids and clients send, count as absent where they are optional.
 */
export const feedbackSchema = z.looseObject({ feedback: listOf(entry, 1, MOST_ENTRIES) });
