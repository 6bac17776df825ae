// Signing in, staying in, and being thrown out.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import {
  canControl,
  canLabel,
  canRead,
  canSeeAccess,
  loginTokenIn,
  SessionStore,
} from '../../src/state/session-store';

const session = { role: 'analyst', tenant: 'default', name: 'mia', expires_at: null };
const mia = { name: 'mia', password: 'a long enough phrase' };
const codeWanted = {
  detail: 'This user also needs the code.',
  errors: [{ pointer: '/code', code: 'required', message: 'expected six digits' }],
};

function store(...answers: ([number, unknown] | 'away')[]) {
  const calls: [string, string | undefined][] = [];
  const http = new Http(async (_path, init) => {
    calls.push([init.method ?? '', init.body as string | undefined]);
    const next = answers.shift() ?? 'away';
    if (next === 'away') throw new TypeError('failed');
    return new Response(JSON.stringify(next[1]), { status: next[0] });
  });
  const trace = {
    there: true,
    isThere: () => trace.there,
    leave: (on: boolean) => (trace.there = on),
  };
  return { store: new SessionStore(http, trace), calls, trace };
}

describe('SessionStore', () => {
  it('goes on with a session that still holds', async () => {
    const it1 = store([200, session]);
    await it1.store.begin(null);
    expect(it1.store.role).toBe('analyst');
  });

  it('trades the one-time token of the link for a session', async () => {
    const it1 = store([200, {}], [200, session]);
    await it1.store.begin('TOKEN');
    expect(it1.calls[0]).toEqual(['POST', '{"login":"TOKEN"}']);
    expect(it1.store.value.phase).toBe('signed-in');
  });

  it('asks for a key without a reproach when there is no session', async () => {
    const it1 = store([401, {}]);
    await it1.store.begin(null);
    expect(it1.store.value).toEqual({
      phase: 'signed-out',
      problem: '',
      busy: false,
      codeNeeded: false,
    });
  });

  it('asks nothing in a browser that has not signed in', async () => {
    const it1 = store([200, session]);
    it1.trace.there = false;
    await it1.store.begin(null);
    expect(it1.calls).toEqual([]);
    expect(it1.store.value).toMatchObject({ phase: 'signed-out', problem: '' });
  });

  it('leaves a trace with a session and takes it away with its end', async () => {
    const it1 = store([200, {}], [200, session], [401, {}]);
    it1.trace.there = false;
    await it1.store.begin('TOKEN');
    expect(it1.trace.there).toBe(true);
    await it1.store.check();
    expect(it1.trace.there).toBe(false);
  });

  it('keeps the trace while the server is away', async () => {
    const it1 = store('away');
    await it1.store.begin(null);
    expect(it1.store.value).toMatchObject({ problem: expect.stringContaining('did not answer') });
    expect(it1.trace.there).toBe(true);
  });

  it('says that a key is unknown, and that the server is away', async () => {
    const it1 = store([401, {}], 'away');
    await it1.store.signIn({ key: 'x' });
    expect(it1.store.value).toMatchObject({ problem: expect.stringContaining('not known') });
    await it1.store.signIn({ key: 'x' });
    expect(it1.store.value).toMatchObject({ problem: expect.stringContaining('did not answer') });
  });

  it('asks for the code of the app, and again after a wrong one', async () => {
    const it1 = store([401, codeWanted], [401, { detail: 'wrong' }], [200, {}], [200, session]);
    await it1.store.signIn(mia);
    expect(it1.store.value).toMatchObject({ codeNeeded: true, busy: false });
    await it1.store.signIn({ ...mia, code: '000000' });
    expect(it1.store.value).toMatchObject({
      codeNeeded: true,
      problem: expect.stringContaining('code is wrong'),
    });
    await it1.store.signIn({ ...mia, code: '123456' });
    expect(it1.calls[2]).toEqual(['POST', JSON.stringify({ ...mia, code: '123456' })]);
    expect(it1.store.value).toMatchObject({ phase: 'signed-in', session: { name: 'mia' } });
  });

  it('keeps somebody signed in while the server is away', async () => {
    const it1 = store([200, session], 'away', [401, {}]);
    await it1.store.begin(null);
    await it1.store.check();
    expect(it1.store.role).toBe('analyst');
    await it1.store.check();
    expect(it1.store.value.phase).toBe('signed-out');
  });

  it('keeps the words about an ended session when it asks again', async () => {
    const it1 = store([200, session], [401, {}], [401, {}]);
    await it1.store.begin(null);
    await it1.store.check();
    await it1.store.check();
    expect(it1.store.value).toMatchObject({ problem: expect.stringContaining('has ended') });
  });
});

describe('roles and tokens', () => {
  it('read the token from the hash', () => {
    expect(loginTokenIn('#login=abc')).toBe('abc');
    expect(loginTokenIn('#login=')).toBeNull();
    expect(loginTokenIn('#other=abc')).toBeNull();
    expect(loginTokenIn('')).toBeNull();
  });

  it('let only those label and control who may', () => {
    expect(
      [null, 'ingest', 'viewer', 'analyst', 'admin'].map((role) => canLabel(role as never)),
    ).toEqual([false, false, false, true, true]);
    expect(['analyst', 'admin'].map((role) => canControl(role as never))).toEqual([false, true]);
  });

  it('let an auditor see everything and change nothing', () => {
    expect([canRead, canSeeAccess].map((may) => may('auditor'))).toEqual([true, true]);
    expect([canLabel, canControl].map((may) => may('auditor'))).toEqual([false, false]);
    expect([canRead, canSeeAccess].map((may) => may('viewer'))).toEqual([false, false]);
    expect(canSeeAccess('analyst')).toBe(false);
  });
});
