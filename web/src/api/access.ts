// Keys, users, sessions and the audit chain. Every reading is itself written into the chain.
import type { KeyRequest, UserPatch, UserRequest } from './access-types';
import { auditPage, auditReport, keys, newKey, sessions, user, users } from './decode/access';
import type { Http } from './http';

export const AUDIT_PAGE_ROWS = 50;

const nothing = () => null;
const pathOf = (list: string, id: string) => `/${list}/${encodeURIComponent(id)}`;

export const readKeys = (http: Http) => http.send('GET', '/keys', keys);

export const createKey = (http: Http, body: KeyRequest) =>
  http.send('POST', '/keys', newKey, { body });

/** The old key holds for `overlap_seconds` beside its successor; 0 ends it at once. */
export const rotateKey = (http: Http, id: string, overlap_seconds: number) =>
  http.send('POST', `${pathOf('keys', id)}/rotate`, newKey, { body: { overlap_seconds } });

export const revokeKey = (http: Http, id: string) =>
  http.send('DELETE', pathOf('keys', id), nothing);

export const readUsers = (http: Http) => http.send('GET', '/users', users);

export const createUser = (http: Http, body: UserRequest) =>
  http.send('POST', '/users', user, { body });

/** Ends the person's sessions. */
export const changeUser = (http: Http, name: string, body: UserPatch) =>
  http.send('PATCH', pathOf('users', name), user, { body });

export const readSessions = (http: Http) => http.send('GET', '/sessions', sessions);

export const endSession = (http: Http, id: string) =>
  http.send('DELETE', pathOf('sessions', id), nothing);

export interface AuditFilter {
  actor: string;
  action: string;
}

export function readAudit(http: Http, { actor, action }: AuditFilter, cursor: string | null) {
  const query = new URLSearchParams({ limit: String(AUDIT_PAGE_ROWS) });
  if (actor) query.set('actor', actor);
  if (action) query.set('action', action);
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/audit', auditPage, { query });
}

export const verifyAudit = (http: Http) => http.send('GET', '/audit/verify', auditReport);
