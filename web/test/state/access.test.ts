// The lists of the page Access, and who finds it.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import { entriesFor } from '../../src/components/nav-rail';
import { AccessList } from '../../src/state/access-list';
import { AuditTrail } from '../../src/state/audit-trail';
import { auditRow } from '../samples';

describe('AccessList', () => {
  it('reads again after a change, and not after a refused one', async () => {
    let readings = 0;
    const list = new AccessList(async () => [++readings]);
    expect(await list.change(async () => null)).toBeNull();
    expect(list.value).toEqual({ rows: [1], problem: '' });
    const words = await list.change(async () => Promise.reject(new Error('no')));
    expect(words).toContain('went wrong');
    expect(readings).toBe(1);
  });

  it('keeps what is shown when a later reading fails', async () => {
    const answers = [async () => ['a'], async () => Promise.reject(new Error('no'))];
    const list = new AccessList(() => answers.shift()!());
    await list.load();
    await list.load();
    expect(list.value).toMatchObject({ rows: ['a'], problem: expect.stringContaining('wrong') });
  });
});

describe('AuditTrail', () => {
  function trail() {
    const asked: { path: string; answer: (body: unknown, status?: number) => void }[] = [];
    const http = new Http(
      (path) =>
        new Promise((resolve) => {
          const answer = (body: unknown, status = 200) =>
            resolve(new Response(JSON.stringify(body), { status }));
          asked.push({ path, answer });
        }),
    );
    return { asked, trail: new AuditTrail(http) };
  }
  const page = (seq: number, next_cursor: string | null = null) => ({
    data: [auditRow({ seq })],
    next_cursor,
  });
  const seqs = (of: AuditTrail) => of.value.rows?.map(({ seq }) => seq);

  it('adds older rows below, and begins anew with another filter', async () => {
    const it1 = trail();
    const first = it1.trail.load();
    it1.asked[0]?.answer(page(9, 'c1'));
    await first;
    const second = it1.trail.more();
    it1.asked[1]?.answer(page(8));
    await second;
    expect(it1.asked[1]?.path).toContain('cursor=c1');
    expect(seqs(it1.trail)).toEqual([9, 8]);
    expect(it1.trail.value.next).toBeNull();
    const third = it1.trail.load({ actor: 'mia', action: 'key.create' });
    it1.asked[2]?.answer(page(5));
    await third;
    expect(it1.asked[2]?.path).toBe('/audit?limit=50&actor=mia&action=key.create');
    expect(seqs(it1.trail)).toEqual([5]);
  });

  it('drops the late answer of an earlier filter', async () => {
    const it1 = trail();
    const slow = it1.trail.load({ actor: 'a', action: '' });
    const quick = it1.trail.load({ actor: 'b', action: '' });
    it1.asked[1]?.answer(page(2));
    await quick;
    it1.asked[0]?.answer(page(1));
    await slow;
    expect(seqs(it1.trail)).toEqual([2]);
  });

  it('keeps the report of a verification beside the rows', async () => {
    const it1 = trail();
    const verified = it1.trail.verify();
    expect(it1.trail.value.verifying).toBe(true);
    const report = { intact: true, rows: 2, bad_seq: null, damage: null, message: null };
    it1.asked[0]?.answer({ ...report, anchor: '2:ab' });
    await verified;
    expect(it1.trail.value).toMatchObject({ verifying: false, report: { rows: 2 } });
    const refused = it1.trail.verify();
    it1.asked[1]?.answer({ detail: 'Not now.' }, 503);
    await refused;
    expect(it1.trail.value).toMatchObject({ report: null, verifyProblem: 'Not now.' });
  });
});

describe('the rail', () => {
  const shown = (role: Parameters<typeof entriesFor>[0]) => entriesFor(role).map((e) => e.page);

  it('leads to Access only who may see it', () => {
    expect(shown('viewer')).not.toContain('access');
    expect(shown('analyst')).not.toContain('access');
    expect(shown('admin')).toContain('access');
    expect(shown('auditor')).toContain('access');
  });

  it('does not lead an auditor to what only changes something', () => {
    expect(shown('auditor')).not.toContain('tester');
    expect(shown('viewer')).toContain('tester');
  });
});
