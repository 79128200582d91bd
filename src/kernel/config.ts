import { z } from 'zod';
import { problem } from './errors.ts';
import { parseNetwork } from './networks.ts';
import { err, ok, type Result } from './result.ts';

const flag = z.enum(['true', 'false']).transform((v) => v === 'true');
const list = z.string().transform((v) =>
  v
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean),
);

/** Where a server begins: paths are compared by whole segments, so nothing may follow them. */
const baseUrl = z
  .url({ protocol: /^https?$/ })
  .refine((v) => !/[?#@]/.test(v), 'expected a base URL without user, query or fragment');

/** What stands for the UIDs in the address of an instance. */
const PLACEHOLDER = /\{(study|series|instance)\}/g;

/** The address of an instance, with placeholders for its UIDs below a fixed folder. */
const urlTemplate = z.string().refine((v) => {
  const folder = v.slice(0, v.indexOf('{') + 1).replace(/[^/]*$/, '');
  return (
    v.includes('{instance}') &&
    baseUrl.safeParse(folder).success &&
    !/[{}]/.test(v.replace(PLACEHOLDER, '')) &&
    !/[#@]/.test(v)
  );
}, 'expected a URL with {instance}, and perhaps {study} and {series}, below a fixed folder');

/** Of a web page, as browsers write it in `Origin`: without a path, a default port or a slash at its end. */
const origin = z
  .string()
  .refine(
    (v) => v === '*' || v === 'none' || URL.parse(v)?.origin === v,
    'expected an origin such as https://ehr.example.org, or *',
  );

/**
 * Signature algorithms of client JWTs: ES384 and RS384 are recommended (CDS Hooks 2.0.1, "Trusting CDS Clients"), some
 * clients in use sign with the other two. Nothing symmetric, and never `none`.
 */
const CLIENT_ALGORITHMS = ['ES384', 'RS384', 'ES256', 'RS256'] as const;

export type ClientAlgorithm = (typeof CLIENT_ALGORITHMS)[number];

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
  REQUEST_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(1000)
    .default(30_000)
    .describe('Time in which a whole request must have arrived'),
  MAX_IN_FLIGHT: z.coerce
    .number()
    .int()
    .min(1)
    .default(64)
    .describe(
      'Most requests to `/cds-services` and `/fhir` that are answered at a time; more get 503 at once',
    ),
  CORS_ORIGINS: list
    .pipe(z.array(origin).transform((origins) => origins.filter((o) => o !== 'none')))
    .prefault('*')
    .describe(
      'Comma-separated origins of web pages that may call `/cds-services` from a browser; `*` for all, `none` for none',
    ),
  DEADLINE_MS: z.coerce.number().int().min(50).default(450).describe('Time a hook call may take'),
  FHIR_SERVERS: list
    .pipe(z.array(baseUrl))
    .prefault('')
    .describe(
      'Comma-separated base URLs that a hook may name as `fhirServer`; the demo EHR is always allowed while it runs',
    ),
  OUTBOUND_PRIVATE_NETWORKS: list
    .pipe(z.array(z.string().refine((v) => parseNetwork(v), 'expected a CIDR or an address')))
    .prefault('')
    .describe(
      'Comma-separated CIDRs or addresses (`10.20.0.0/16`) of private networks that outbound requests may reach: needed for an EHR inside the hospital; else only public addresses are connected to',
    ),
  FETCH_MAX_PAGES: z.coerce
    .number()
    .int()
    .min(1)
    .default(10)
    .describe('Most pages of one query to a FHIR server'),
  FETCH_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(5_242_880)
    .describe('Largest answer of a FHIR server, once inflated'),
  DICOMWEB_URL: baseUrl
    .optional()
    .describe(
      'Base URL of the DICOMweb service (WADO-RS, QIDO-RS) from which pictures come whose ImagingStudy names no usable Endpoint',
    ),
  IMAGE_URL_TEMPLATE: urlTemplate
    .optional()
    .describe(
      'Where single DICOM files are, for archives without DICOMweb: `https://pacs.example.org/{study}/{series}/{instance}`',
    ),
  DICOMWEB_SERVERS: list
    .pipe(z.array(baseUrl))
    .prefault('')
    .describe(
      'Comma-separated base URLs that an Endpoint of an ImagingStudy may name; those of the two settings above are always allowed',
    ),
  DICOMWEB_AUTHORIZATION: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'expected the value of an Authorization header')
    .optional()
    .describe('Value of the `Authorization` header for these servers, such as `Basic …` or `Bearer …`'),
  IMAGE_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(67_108_864)
    .describe('Largest DICOM file that is fetched and decoded'),
  IMAGE_ENGINE: z
    .enum(['onnx', 'tfjs'])
    .default('onnx')
    .describe(
      'What computes image models: ONNX Runtime, or TensorFlow.js for the networks that Kairos trained',
    ),
  IMAGE_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('Pictures that are decoded, and networks that are computed, at a time; each takes a core'),
  CDS_CLIENTS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file of the CDS clients that may call (docs/client-authentication.md); without it only this machine is served',
    ),
  CDS_CLIENT_ALGORITHMS: list
    .pipe(z.array(z.enum(CLIENT_ALGORITHMS)).min(1))
    .prefault('ES384,RS384')
    .describe(
      'Comma-separated signature algorithms of client tokens; `RS256` and `ES256` may be added, nothing else',
    ),
  CDS_TOKEN_MAX_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .default(86_400)
    .describe('Longest life of a client token, from `iat` to `exp`'),
  LINK_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Secret that signs the links to result pages when clients are configured, at least 32 characters; default a random one kept in `DATA_DIR/link.key`. Replicas need the same',
    ),
  DEMO: flag
    .optional()
    .describe(
      'Serve the demo EHR at `/demo/fhir` and the try-it page at `/`, without authentication; default `true`, but `false` beyond loopback with `CDS_CLIENTS`',
    ),
  ALLOW_ANONYMOUS: flag
    .default(false)
    .describe(
      'Answer whoever calls, under any host name and beyond loopback, with no check of who it is: only behind a gateway that authenticates',
    ),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Least severe log line written'),
});

type Parsed = z.output<typeof settingsSchema>;

export type Settings = Omit<Parsed, 'DEMO'> & { readonly DEMO: boolean };

/** Parses the environment; the message names every setting that is wrong. */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Result<Settings> {
  const parsed = settingsSchema.safeParse(withoutEmpty(env));
  if (!parsed.success) {
    const message = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    return err(problem('invalid-setting', { message }));
  }
  const contradiction = contradictionIn(parsed.data);
  if (contradiction) return err(problem('invalid-setting', { message: contradiction }));
  return ok({ ...parsed.data, DEMO: parsed.data.DEMO ?? isDemoByDefault(parsed.data) });
}

/** The process environment: the only place that reads it. */
export const settingsFromEnvironment = (): Result<Settings> => parseSettings(process.env);

const withoutEmpty = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Whether a host, as a name or an address, is this machine by every resolver. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

const isDemoByDefault = ({ CDS_CLIENTS, HOST }: Parsed): boolean => !CDS_CLIENTS || isLoopback(HOST);

function contradictionIn({ HOST, BASE_URL, CDS_CLIENTS, ALLOW_ANONYMOUS }: Parsed): string | undefined {
  if (CDS_CLIENTS && ALLOW_ANONYMOUS)
    return 'CDS_CLIENTS lists who may call and ALLOW_ANONYMOUS=true lets anybody call: set one of them';
  if (isLoopback(HOST) || ALLOW_ANONYMOUS) return undefined;
  if (!CDS_CLIENTS) return exposed(HOST);
  return BASE_URL ? undefined : unaddressed(HOST);
}

const exposed = (host: string): string =>
  `HOST ${host} is not loopback and no CDS client is configured: anyone who reaches it could send patient data. List the clients in a file and set CDS_CLIENTS, or put an authenticating gateway in front and set ALLOW_ANONYMOUS=true, or set HOST=127.0.0.1`;

const unaddressed = (host: string): string =>
  `HOST ${host} is not loopback and BASE_URL is not set: a client's token must name the exact URL it calls, so set BASE_URL to the address that clients use, for example https://kairos.example.org`;
