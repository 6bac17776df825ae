// The shapes of who may do what, and of what was done: keys, users, sessions, audit rows.
import type { Role } from './types';

export interface ApiKey {
  id: string;
  /** The first characters of its text. */
  prefix: string;
  role: Role;
  label: string;
  addresses: string | null;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
}

/** `key`: its text, in this answer only. */
export interface NewKey extends ApiKey {
  key: string;
}

export interface KeyRequest {
  role: Role;
  label: string;
  expires_at?: string;
}

export interface User {
  name: string;
  role: Role;
  disabled: boolean;
  /** Whether signing in needs the code of an authenticator app. */
  totp: boolean;
  created_at: string;
  password_at: string;
}

export interface UserRequest {
  name: string;
  role: Role;
  password: string;
}

export interface UserPatch {
  role?: Role;
  disabled?: boolean;
}

export interface OpenSession {
  id: string;
  name: string;
  role: Role;
  address: string;
  opened_at: string;
  used_at: string;
  expires_at: string;
}

export interface AuditRow {
  seq: number;
  time: string;
  actor: string;
  role: string;
  address: string;
  action: string;
  object: string;
  outcome: string;
  /** JSON as text: its bytes are in the hash. */
  detail: string;
  hash: string;
}

export interface AuditReport {
  intact: boolean;
  /** That were right. */
  rows: number;
  bad_seq: number | null;
  damage: string | null;
  message: string | null;
  /** SEQ:HASH of the newest right row. */
  anchor: string;
}
