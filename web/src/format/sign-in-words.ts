// Why signing in did not work, and who somebody signed in is.
import { ApiError, errorWords } from '../api/http';
import type { Proof } from '../api/session';
import type { Role, Session } from '../api/types';

export const roleWord: Record<Role, string> = {
  ingest: 'Sender',
  viewer: 'Viewer',
  analyst: 'Analyst',
  admin: 'Admin',
  auditor: 'Auditor',
};

/** What each role may do, in half a sentence. */
export const roleMeaning: Record<Role, string> = {
  ingest: 'sends events, sees only its own answers',
  viewer: 'sees the live view',
  analyst: 'labels, blocks and looks after alerts',
  admin: 'changes everything',
  auditor: 'reads everything, changes nothing',
};

/** True where the server wants the code of the authenticator app too. */
export const asksForCode = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.status === 401 &&
  error.errors.some(({ pointer }) => pointer === '/code');

export function signInWords(error: unknown, proof: Proof): string {
  if (!(error instanceof ApiError)) return errorWords(error);
  if (asksForCode(error)) return 'Now the six digits of your authenticator app.';
  if (error.status === 429) return lockedWords(error.retryAfterS);
  if (error.status === 503) return 'Many people are signing in just now. Try again in a moment.';
  if (error.status === 401 || error.status === 403) return refusal(proof);
  return errorWords(error);
}

function refusal(proof: Proof): string {
  if ('login' in proof) return 'This sign-in link is used up or too old.';
  if ('key' in proof) return 'This key is not known. Check it and try again.';
  return 'code' in proof
    ? 'The name, the password or the code is wrong. A code counts only once.'
    : 'The name or the password is wrong.';
}

function lockedWords(seconds: number | null): string {
  const start = 'There were too many failed attempts.';
  if (seconds === null) return `${start} Try again later.`;
  const minutes = Math.ceil(seconds / 60);
  return `${start} Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`;
}

/** Who it is, for people: a user by name, the printed link in words, a key by its id. */
export function personWords(name: string | null): string {
  if (!name) return '';
  return name === 'login' ? 'sign-in link' : name;
}

/** Users have names; what else signs in is a key, by its id or setting, or the printed link. */
export const isPerson = (name: string | null): boolean =>
  name !== null && name !== 'login' && !/^key_|^[A-Z_]+$/.test(name);

/** In groups of four, as people copy it from a screen. */
export const secretGroups = (secret: string): string =>
  secret.replace(/(.{4})(?=.)/g, '$1 ');

/** One line for the header's title. */
export const sessionWords = ({ name, role, tenant }: Session): string =>
  [personWords(name), `${roleWord[role]}: ${roleMeaning[role]}`, `tenant ${tenant}`]
    .filter(Boolean)
    .join(' · ');
