// Words about keys and the audit chain.
import { describe, expect, it } from 'vitest';
import acts from '../../../src/api/auditor.cpp?raw';
import {
  ACTIONS,
  auditAction,
  auditDetail,
  keyName,
  keyState,
  verifyWords,
} from '../../src/format/access-words';
import { apiKey, at, auditRow } from '../samples';

describe('a key', () => {
  const nowMs = Date.parse(at(100));

  it('is valid, expired or revoked', () => {
    expect(keyState(apiKey(), nowMs)).toEqual({ word: 'valid', since: 'for good' });
    const later = keyState(apiKey({ expires_at: at(101) }), nowMs);
    expect(later).toMatchObject({ word: 'valid', since: expect.stringMatching(/^until /) });
    expect(keyState(apiKey({ expires_at: at(100) }), nowMs).word).toBe('expired');
    const both = apiKey({ expires_at: at(10), revoked_at: at(5) });
    expect(keyState(both, nowMs).word).toBe('revoked');
  });

  it('is called by its label, else by its beginning', () => {
    expect(keyName(apiKey())).toBe('shop');
    expect(keyName(apiKey({ label: '' }))).toBe('shk_viewer_abcde…');
  });
});

describe('an audit row', () => {
  it('says what was done, also of acts without words', () => {
    expect(auditAction('key.revoke')).toBe('Revoked a key');
    expect(auditAction('backup.make_full')).toBe('backup make full');
  });

  it('has words for every act that the server notes', () => {
    const noted = [...acts.matchAll(/AuditedAct\{Endpoint::\w+, "([a-z_.]+)"/g)];
    expect(noted.length).toBeGreaterThan(30);
    const names = noted.map(([, name]) => name ?? '');
    expect(names.filter((name) => !(name in ACTIONS))).toEqual([]);
  });

  it('says what it was about', () => {
    expect(auditDetail(auditRow())).toBe('key_1 · role viewer · label shop');
    const done = auditRow({ detail: '{"begun":7,"status":201}' });
    expect(auditDetail(done)).toBe('key_1 · status 201 · begun in row 7');
    const read = auditRow({ object: '', detail: '{"query":{"limit":"50","actor":"mia"}}' });
    expect(auditDetail(read)).toBe('query limit=50 actor=mia');
    expect(auditDetail(auditRow({ object: '', detail: '{}' }))).toBe('');
    expect(auditDetail(auditRow({ detail: 'cut off {' }))).toBe('key_1 · cut off {');
  });
});

describe('verifying', () => {
  const report = { intact: true, rows: 1204, bad_seq: null, damage: null, message: null };
  const anchor = '1204:ab';

  it('is answered in a sentence', () => {
    expect(verifyWords({ ...report, anchor })).toBe(
      'The chain is intact: 1,204 rows, each as it was written.',
    );
    expect(verifyWords({ ...report, rows: 1, anchor })).toContain('1 row,');
    const bad = { ...report, intact: false, rows: 4, bad_seq: 5, message: 'Row 5 was altered.' };
    expect(verifyWords({ ...bad, anchor })).toBe(
      'The chain is damaged at row 5, after 4 rows that are right. Row 5 was altered.',
    );
  });
});
