import type { Rejection } from '../../../src/cds-hooks/client-auth/rejection.ts';
import type { Json, TestKey } from '../../cds-hooks/client-auth/tokens.ts';
import { assemble, goodClaims, headerOf, hmacWith, token } from '../../cds-hooks/client-auth/tokens.ts';
import { EHR, LISTED, type TestClients } from '../clients.ts';
import type { RawRequest } from '../raw-http.ts';

export interface Attack {
  readonly clients: TestClients;
  readonly baseUrl: string;
}

export type Bad = (attack: Attack) => RawRequest;

/** Bad calls by the reason for which they are refused; what is no request at all has none. */
export type Kinds = Partial<Record<Rejection | 'unparsable', Readonly<Record<string, Bad>>>>;

export const DISCOVERY = '/cds-services';
export const HOOK = '/cds-services/prognosis-patient-view';
export const FEEDBACK = `${HOOK}/feedback`;

export const raw = (value: string, path = DISCOVERY): RawRequest => ({
  path,
  headers: [`Authorization: ${value}`],
});
export const bearer = (jwt: string, path = DISCOVERY): RawRequest => raw(`Bearer ${jwt}`, path);
export const without = (claims: Json, name: string): Json => ({ ...claims, [name]: undefined });

export const good = ({ baseUrl }: Attack, iss = EHR): Json => goodClaims(iss, baseUrl + DISCOVERY);

/** A token that is good but for these claims. */
export const claiming =
  (change: (claims: Json, attack: Attack) => Json): Bad =>
  (attack) =>
    bearer(token(attack.clients.keys.es384, change(good(attack), attack)));

/** A token that is good but for these parts of its header; its signature covers them. */
export const heading =
  (header: Json | ((attack: Attack) => Json), iss = EHR): Bad =>
  (attack) =>
    bearer(
      token(
        attack.clients.keys.es384,
        good(attack, iss),
        typeof header === 'function' ? header(attack) : header,
      ),
    );

/** A good token, spoilt afterwards. */
export const spoilt =
  (spoil: (jwt: string) => string, send: (jwt: string) => RawRequest = bearer): Bad =>
  (attack) =>
    send(spoil(token(attack.clients.keys.es384, good(attack))));

export const hmac =
  (bits: number, secretOf: (key: TestKey) => string): Bad =>
  (attack) => {
    const key = attack.clients.keys.rs384;
    return bearer(
      assemble({ ...headerOf(key), alg: `HS${bits}` }, good(attack), hmacWith(secretOf(key), bits)),
    );
  };

export const fetching = (path: string): Bad =>
  heading(({ clients }) => ({ jku: clients.jwks.url + path }), LISTED);

export const jku = (value: (url: string) => string): Bad =>
  heading(({ clients }) => ({ jku: value(clients.jwks.url) }), LISTED);

/** Signed by a stranger, who brings the key along. */
export const bringing =
  (headerOfKey: (stranger: TestKey) => Json): Bad =>
  (attack) => {
    const { stranger } = attack.clients.keys;
    return bearer(token(stranger, good(attack), headerOfKey(stranger)));
  };

export const NONE = () => '';

export const noneHeader =
  (alg: string): Bad =>
  (attack) =>
    bearer(assemble({ alg, kid: 'es384', typ: 'JWT' }, good(attack), NONE));
