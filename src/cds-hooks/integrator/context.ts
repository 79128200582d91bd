import { err, ok, type Result } from '../../kernel/result.ts';
import { hooks } from '../hooks.ts';
import { type Failure, usage } from './failure.ts';

export type Context = Readonly<Record<string, unknown>>;

export interface ContextOptions {
  readonly patient?: string | undefined;
  readonly user?: string | undefined;
  readonly encounter?: string | undefined;
  /** Fields that options do not have, such as `draftOrders`; they go before the options. */
  readonly more?: Context | undefined;
}

const SOMEBODY = 'Practitioner/example';

/** The context of a hook, valid by the hook's own schema; that of an unknown hook is taken as it is. */
export function buildContext(hook: string, options: ContextOptions): Result<Context, Failure> {
  const definition = hooks.get(hook);
  const hasUser = definition?.tokens.includes('userId') ?? true;
  const userId = options.user ?? (hasUser ? SOMEBODY : undefined);
  const named = { userId, patientId: options.patient, encounterId: options.encounter };
  const context = { ...withoutAbsent(named), ...options.more };
  const parsed = definition?.context.safeParse(context);
  if (!parsed || parsed.success) return ok(context);
  const fields = new Set(parsed.error.issues.map(({ path }) => path.map(String).join('.')));
  return err(usage(`${hook} needs other context: ${[...fields].map(howToGive).join('; ')}`));
}

const OPTIONS: Readonly<Record<string, string>> = {
  patientId: '--patient ID',
  userId: '--user Practitioner/ID',
  encounterId: '--encounter ID',
};

const howToGive = (field: string): string => `${field} by ${OPTIONS[field] ?? '--context FILE.json'}`;

const withoutAbsent = (fields: Context): Context =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
