// Who is signed in: GET, POST and DELETE /session.
import { branding } from './decode/access';
import { flag, nullable, object, oneOf, text, time } from './decode/read';
import type { Http } from './http';
import { ROLES, type Session } from './types';

const session = object<Session>({
  role: oneOf(ROLES),
  tenant: text,
  name: nullable(text),
  expires_at: nullable(time),
  totp: nullable(flag),
  branding: nullable(branding),
});

export const readSession = (http: Http) => http.send('GET', '/session', session);

/**
 * `key`: an API key typed by a person; `login`: the one-time token of a printed link; `code`: of
 * the authenticator app, for who has turned that on.
 */
export type Proof =
  | { key: string }
  | { login: string }
  | { name: string; password: string; code?: string };

export async function openSession(http: Http, proof: Proof) {
  await http.send('POST', '/session', () => null, { body: proof });
  return readSession(http);
}

export const closeSession = (http: Http) => http.send('DELETE', '/session', () => null);

/** Ends the other sessions of the same person. */
export const changePassword = (http: Http, current: string, next: string) =>
  http.send('POST', '/session/password', () => null, { body: { current, new: next } });

/** For the authenticator app; `uri` says the same as otpauth address. */
export interface FactorSecret {
  secret: string;
  uri: string;
}

/** Counts only once a code of it was confirmed. */
export const beginFactor = (http: Http) =>
  http.send('POST', '/session/totp', object<FactorSecret>({ secret: text, uri: text }), {
    body: {},
  });

export const confirmFactor = (http: Http, code: string) =>
  http.send('PUT', '/session/totp', () => null, { body: { code } });
