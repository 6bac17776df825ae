// Keys, users, sessions and audit rows as the server sends them.
import { describe, expect, it } from 'vitest';
import { createKey, readAudit, readKeys, readUsers, rotateKey } from '../../../src/api/access';
import { auditReport, sessions } from '../../../src/api/decode/access';
import { Http } from '../../../src/api/http';
import { apiKey, at, auditRow } from '../../samples';

function serving(body: unknown) {
  const asked: unknown[] = [];
  const http = new Http(async (path, init) => {
    asked.push(`${init.method} ${path}`, init.body);
    return new Response(JSON.stringify(body), { status: 200 });
  });
  return { http, asked };
}

describe('keys', () => {
  it('are read without their text, and made with it', async () => {
    expect(await readKeys(serving({ data: [apiKey()] }).http)).toEqual([apiKey()]);
    const made = { ...apiKey(), key: 'shk_viewer_abc' };
    const { http, asked } = serving(made);
    expect(await createKey(http, { role: 'viewer', label: 'shop' })).toEqual(made);
    expect(await rotateKey(http, 'key_a b', 3600)).toEqual(made);
    expect(asked.slice(2)).toEqual(['POST /keys/key_a%20b/rotate', '{"overlap_seconds":3600}']);
  });

  it('are refused without a text where one was promised', async () => {
    const { http } = serving(apiKey());
    await expect(rotateKey(http, 'key_a', 0)).rejects.toThrow('/key should be text');
  });

  it('are refused with a role that nobody knows', async () => {
    const { http } = serving({ data: [{ ...apiKey(), role: 'root' }] });
    await expect(readKeys(http)).rejects.toThrow('/data/0/role should be one of');
  });
});

describe('users and sessions', () => {
  it('are read as they are', async () => {
    const mia = {
      name: 'mia',
      role: 'auditor',
      disabled: false,
      totp: true,
      created_at: at(0),
      password_at: at(1),
    };
    expect(await readUsers(serving({ data: [mia] }).http)).toEqual([mia]);
    expect(() => sessions({ data: [{ ...mia, id: 's1' }] }, '')).toThrow('/data/0/address');
  });
});

describe('audit', () => {
  it('is asked for by page, actor and action', async () => {
    const { http, asked } = serving({ data: [auditRow()], next_cursor: 'c2' });
    const page = await readAudit(http, { actor: 'mia', action: '' }, 'c1');
    expect(page).toEqual({ data: [auditRow()], next_cursor: 'c2' });
    expect(asked[0]).toBe('GET /audit?limit=50&actor=mia&cursor=c1');
  });

  it('reports an intact chain without a bad row', () => {
    const report = { intact: true, rows: 3, bad_seq: null, damage: null, message: null };
    expect(auditReport({ ...report, anchor: '3:ab' }, '')).toMatchObject({ bad_seq: null });
    expect(() => auditReport(report, '')).toThrow('/anchor should be text');
  });
});
