// Words about keys, people and the audit chain.
import type { ApiKey, AuditReport, AuditRow } from '../api/access-types';
import { exact } from './number';
import { dayAndTime } from './time';

export const KEY_ROLES = ['viewer', 'analyst', 'admin', 'auditor', 'ingest'] as const;
/** People do not send events. */
export const USER_ROLES = ['viewer', 'analyst', 'admin', 'auditor'] as const;

/** How long the old key holds beside its successor, in seconds. */
export const OVERLAPS: [seconds: string, words: string][] = [
  ['0', 'Not at all: it ends now'],
  ['3600', 'An hour'],
  ['86400', 'A day'],
  ['604800', 'A week'],
];

export interface KeyState {
  word: 'valid' | 'revoked' | 'expired';
  /** From when, or until when. */
  since: string;
}

export function keyState(key: ApiKey, nowMs: number): KeyState {
  if (key.revoked_at) return { word: 'revoked', since: dayAndTime(key.revoked_at) };
  if (!key.expires_at) return { word: 'valid', since: 'for good' };
  const ended = Date.parse(key.expires_at) <= nowMs;
  const at = dayAndTime(key.expires_at);
  return ended ? { word: 'expired', since: at } : { word: 'valid', since: `until ${at}` };
}

export const keyName = ({ label, prefix }: ApiKey): string => label || `${prefix}…`;

export const ACTIONS: Record<string, string> = {
  'session.open': 'Signed in',
  'session.close': 'Signed out',
  denied: 'Denied',
  'key.create': 'Made a key',
  'key.rotate': 'Rotated a key',
  'key.revoke': 'Revoked a key',
  'key.list': 'Read the keys',
  'user.create': 'Added a user',
  'user.change': 'Changed a user',
  'user.list': 'Read the users',
  'session.list': 'Read the sessions',
  'session.end': 'Ended a session',
  'password.change': 'Changed the own password',
  'tenant.list': 'Read the tenants',
  'tenant.create': 'Made a tenant',
  'tenant.change': 'Changed a tenant',
  'settings.change': 'Changed settings',
  'erasure.create': 'Asked for an erasure',
  'erasure.done': 'Erased a person',
  'erasure.list': 'Read the certificates',
  'totp.begin': 'Began a second factor',
  'totp.confirm': 'Turned on a second factor',
  'audit.read': 'Read the audit',
  'audit.verify': 'Verified the audit',
  'decision.label': 'Labelled a decision',
  'blocklist.add': 'Put on a list',
  'blocklist.remove': 'Took off a list',
  'blocklist.import': 'Imported entries of lists',
  'case.change': 'Changed a case',
  'alert.acknowledge': 'Acknowledged an alert',
  'alert.resolve': 'Resolved an alert',
  'alert.channel_test': 'Tested a channel',
  'silence.add': 'Silenced alerts',
  'silence.end': 'Ended a silence',
  'model.activate': 'Activated a model',
  'model.challenge': 'Set a challenger',
  'model.retrain': 'Started a training',
  'threshold.set': 'Set a threshold',
  'stream.start': 'Started the system',
  'stream.stop': 'Stopped the system',
  'stream.generator': 'Changed the generator',
  'retention.purge': 'Deleted what was kept long enough',
  'audit.purge': 'Deleted the oldest audit rows',
};

export const auditAction = (action: string): string =>
  ACTIONS[action] ?? action.replaceAll(/[._]/g, ' ');

/** What an act was about and how it was wished: `role analyst, label shop`. */
export function auditDetail({ object, detail }: AuditRow): string {
  return [object, ...detailParts(detail)].filter(Boolean).join(' · ');
}

function detailParts(detail: string): string[] {
  let read: unknown;
  try {
    read = JSON.parse(detail);
  } catch {
    return [detail];
  }
  if (typeof read !== 'object' || read === null) return [detail];
  const { begun, ...rest } = read as Record<string, unknown>;
  const parts = Object.entries(rest).map(([name, value]) => `${name} ${plain(value)}`);
  return begun === undefined ? parts : [...parts, `begun in row ${plain(begun)}`];
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([name, each]) => `${name}=${String(each)}`);
  return parts.join(' ');
}

/** What verifying the chain gave. */
export function verifyWords({ intact, rows, bad_seq, message }: AuditReport): string {
  const counted = `${exact(rows)} row${rows === 1 ? '' : 's'}`;
  if (intact) return `The chain is intact: ${counted}, each as it was written.`;
  const why = message ? ` ${message}` : '';
  return `The chain is damaged at row ${bad_seq ?? '?'}, after ${counted} that are right.${why}`;
}
