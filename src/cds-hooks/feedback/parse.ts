import type { z } from 'zod';
import { type Problem, problem } from '../../kernel/errors.ts';
import type { CardFeedback } from '../../kernel/feedback.ts';
import { isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { feedbackSchema } from './schema.ts';

/** Nobody reads more, and a batch may be wrong in every entry. */
const MOST_PROBLEMS = 20;

/** The entries of a feedback call, or what is wrong with them by element; never what they say. */
export function parseFeedback(body: unknown): Result<readonly CardFeedback[], readonly Problem[]> {
  if (!isObject(body)) return err([problem('not-an-object')]);
  const parsed = feedbackSchema.safeParse(body);
  if (parsed.success) return ok(parsed.data.feedback);
  return err(parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => toProblem(issue, body)));
}

function toProblem({ path, message }: z.core.$ZodIssue, body: unknown): Problem {
  const expression = expressionOf(path);
  if (valueAt(body, path) === undefined) return problem('required-field', { expression });
  return problem('invalid-field', { expression, diagnostics: message });
}

/** `feedback[3].outcome` */
const expressionOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Record<PropertyKey, unknown>)[step]
        : undefined,
    value,
  );
