import type { Context } from './context.ts';
import type { FhirServer } from './fhir-server.ts';

/** The body of a hook call (CDS Hooks 2.0.1, "HTTP Request"). */
export interface HookCall {
  readonly hook: string;
  readonly hookInstance: string;
  readonly context: Context;
  readonly fhirServer?: string;
  readonly fhirAuthorization?: object;
  readonly prefetch?: Readonly<Record<string, unknown>>;
}

export interface CallParts {
  readonly hook: string;
  readonly context: Context;
  readonly prefetch?: Readonly<Record<string, unknown>> | undefined;
  /** Named to the service, which then reads from it itself. */
  readonly fhirServer?: FhirServer | undefined;
}

export function buildRequest(parts: CallParts, newId: () => string): HookCall {
  const { hook, context, prefetch = {}, fhirServer } = parts;
  return {
    hook,
    hookInstance: newId(),
    context,
    ...(fhirServer ? { fhirServer: fhirServer.base } : {}),
    ...(fhirServer?.token ? { fhirAuthorization: authorization(fhirServer.token, context.patientId) } : {}),
    ...(Object.keys(prefetch).length > 0 ? { prefetch } : {}),
  };
}

/** "Passing the access token to the CDS Service": every field that is required, of a token that is only known by value. */
const authorization = (token: string, patient: unknown) => ({
  access_token: token,
  token_type: 'Bearer',
  expires_in: 300,
  scope: 'patient/*.read',
  subject: 'kairos-hook',
  ...(typeof patient === 'string' ? { patient } : {}),
});

/** The request for somebody to read: without the token in it. */
export const withoutToken = (request: HookCall): HookCall =>
  request.fhirAuthorization
    ? { ...request, fhirAuthorization: { ...request.fhirAuthorization, access_token: '(not shown)' } }
    : request;
