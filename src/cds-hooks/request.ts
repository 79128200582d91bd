import { z } from 'zod';
import { type Problem, problem } from '../kernel/errors.ts';
import { isObject } from '../kernel/json-object.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { HookContext, HookDefinition } from './hook-definition.ts';

const fhirAuthorization = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.literal('Bearer'),
});

/** What every hook call has; `fhirAuthorization` is of use with `fhirServer` only. */
export const envelope = z.looseObject({
  hook: z.string().min(1),
  hookInstance: z.guid(),
  context: z.looseObject({}),
  fhirServer: z.url({ protocol: /^https?$/ }).optional(),
  fhirAuthorization: fhirAuthorization.optional(),
  prefetch: z.record(z.string(), z.unknown()).optional(),
});

/** A hook call after parsing (CDS Hooks 2.0.1, "HTTP Request"). `prefetch` values are still untrusted. */
export interface HookRequest {
  readonly hook: string;
  readonly hookInstance: string;
  readonly context: HookContext;
  readonly fhirServer?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly prefetch: Readonly<Record<string, unknown>>;
}

/** Parses the parts of a hook call that Kairos itself reads. Unknown members and extensions are ignored. */
export function parseHookRequest(
  body: unknown,
  definition: HookDefinition,
): Result<HookRequest, readonly Problem[]> {
  if (!isObject(body)) return err([problem('not-an-object')]);
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return err(toProblems(parsed.error, body));
  const { hook, hookInstance, fhirServer, fhirAuthorization: authorization, prefetch = {} } = parsed.data;
  if (hook !== definition.hook) return err([wrongHook(definition.hook)]);
  if (authorization && !fhirServer) return err([problem('required-field', { expression: 'fhirServer' })]);
  const context = definition.context.safeParse(parsed.data.context);
  if (!context.success) return err(toProblems(context.error, body, ['context']));
  const accessToken = authorization?.access_token;
  return ok({ hook, hookInstance, context: context.data, fhirServer, accessToken, prefetch });
}

const wrongHook = (expected: string): Problem =>
  problem('wrong-hook', { expression: 'hook', diagnostics: `this service answers ${expected}` });

/** Nobody reads more, and each of a hundred thousand elements may be wrong. */
const MOST_PROBLEMS = 20;

function toProblems(error: z.ZodError, body: unknown, prefix: readonly string[] = []): Problem[] {
  return error.issues
    .slice(0, MOST_PROBLEMS)
    .map((issue) => toProblem([...prefix, ...issue.path], issue.message, body));
}

function toProblem(path: readonly PropertyKey[], message: string, body: unknown): Problem {
  const expression = path.map(String).join('.');
  if (valueAt(body, path) === undefined) return problem('required-field', { expression });
  if (expression === 'hookInstance') return problem('hook-instance-not-uuid', { expression });
  return problem('invalid-field', { expression, diagnostics: message });
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((v, key) => (isObject(v) && typeof key === 'string' ? v[key] : undefined), value);
