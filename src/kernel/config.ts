import { z } from 'zod';
import { problem } from './errors.ts';
import { err, ok, type Result } from './result.ts';

const flag = z.enum(['true', 'false']).transform((v) => v === 'true');
const list = z.string().transform((v) =>
  v
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean),
);

/** Every setting, once. The README's table is generated from this schema (`scripts/write-readme.ts`). */
export const settingsSchema = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8080)
    .describe('Port to listen on; 0 picks a free one'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
  BASE_URL: z
    .url()
    .optional()
    .describe('Public address of this server, used in card links; default `http://HOST:PORT`'),
  DATA_DIR: z.string().min(1).default('data').describe('Folder of the embedded database'),
  MODELS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of model folders; default the project's `models`"),
  BODY_LIMIT_BYTES: z.coerce.number().int().min(1024).default(5_242_880).describe('Largest request body'),
  DEADLINE_MS: z.coerce.number().int().min(50).default(450).describe('Time a hook call may take'),
  FHIR_SERVERS: list
    .prefault('')
    .describe(
      'Comma-separated base URLs that a hook may name as `fhirServer`; the demo EHR is always allowed while it runs',
    ),
  DEMO: flag.default(true).describe('Serve the demo EHR at `/demo/fhir` and the try-it page at `/`'),
  ALLOW_ANONYMOUS: flag
    .default(false)
    .describe('Serve beyond loopback without client authentication, behind a gateway that does it'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Least severe log line written'),
});

export type Settings = z.output<typeof settingsSchema>;

/** Parses the environment; the message names every setting that is wrong. */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Result<Settings> {
  const parsed = settingsSchema.safeParse(withoutEmpty(env));
  if (!parsed.success) {
    const message = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    return err(problem('invalid-setting', { message }));
  }
  return isExposedWithoutAuthentication(parsed.data) ? err(exposed(parsed.data.HOST)) : ok(parsed.data);
}

/** The process environment: the only place that reads it. */
export const settingsFromEnvironment = (): Result<Settings> => parseSettings(process.env);

const withoutEmpty = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

const isExposedWithoutAuthentication = (s: Settings): boolean => !LOOPBACK.test(s.HOST) && !s.ALLOW_ANONYMOUS;

const exposed = (host: string) =>
  problem('invalid-setting', {
    message: `HOST ${host} is not loopback and no CDS client is configured: anyone who reaches it could send patient data. Put an authenticating gateway in front and set ALLOW_ANONYMOUS=true, or set HOST=127.0.0.1`,
  });
