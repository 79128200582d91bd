import { type Logger as Pino, pino } from 'pino';

/**
 * Log lines of allow-listed fields only: there is no way to pass a resource, a body or a URL query to it,
 * so nothing of a patient can enter a log.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly method?: string;
  /** The route pattern, never the path: paths hold ids. */
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly model?: string;
  readonly service?: string;
  readonly code?: string;
  readonly count?: number;
  readonly address?: string;
  /** Class name and stack frames of a defect; never its message, which may quote input. */
  readonly error?: string;
}

export interface Logger {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const log: Pino = destination ? pino(options, destination) : pino(options);
  return {
    info: (fields, message) => log.info(allowed(fields), message),
    warn: (fields, message) => log.warn(allowed(fields), message),
    error: (fields, message) => log.error(allowed(fields), message),
  };
}

const FIELDS = [
  'requestId',
  'method',
  'route',
  'status',
  'ms',
  'model',
  'service',
  'code',
  'count',
  'address',
  'error',
] as const satisfies readonly (keyof LogFields)[];

const allowed = (fields: LogFields): LogFields =>
  Object.fromEntries(FIELDS.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));

/** A defect for the log: its class and where it happened, without its message. */
export function describeDefect(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const frames = (cause.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [cause.name, ...frames.slice(0, 6).map((f) => f.trim())].join(' ');
}
