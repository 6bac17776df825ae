// Who is signed in: GET, POST and DELETE /session.
import { branding } from './decode/access';
import { nullable, object, oneOf, text, time } from './decode/read';
import type { Http } from './http';
import { ROLES, type Session } from './types';

const session = object<Session>({
  role: oneOf(ROLES),
  tenant: text,
  name: nullable(text),
  expires_at: nullable(time),
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
