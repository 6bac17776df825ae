// Why signing in did not work, and who is signed in.
import { describe, expect, it } from 'vitest';
import { Http, readProblem } from '../../src/api/http';
import { openSession } from '../../src/api/session';
import {
  isPerson,
  personWords,
  secretGroups,
  sessionWords,
  signInWords,
} from '../../src/format/sign-in-words';

const mia = { name: 'mia', password: 'p' };
const answering = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

async function said(response: Response, proof: Parameters<typeof signInWords>[1]) {
  return signInWords(await readProblem(response), proof);
}

describe('words of a refused sign-in', () => {
  it('name what may be wrong, by the way that was taken', async () => {
    expect(await said(answering(401, {}), { key: 'x' })).toContain('key is not known');
    expect(await said(answering(401, {}), { login: 'x' })).toContain('link is used up');
    expect(await said(answering(401, {}), mia)).toBe('The name or the password is wrong.');
    expect(await said(answering(401, {}), { ...mia, code: '1' })).toContain('counts only once');
  });

  it('ask for the code where only that is missing', async () => {
    const body = { errors: [{ pointer: '/code', message: 'expected six digits' }] };
    expect(await said(answering(401, body), mia)).toContain('six digits');
  });

  it('say how long it is locked', async () => {
    const wait = (after: string) => said(answering(429, {}, { 'Retry-After': after }), mia);
    expect(await wait('61')).toContain('Try again in 2 minutes.');
    expect(await wait('20')).toContain('Try again in 1 minute.');
    expect(await said(answering(429, {}), mia)).toContain('Try again later.');
  });

  it('say that the server is busy or away', async () => {
    expect(await said(answering(503, {}), mia)).toContain('Try again in a moment');
    const away = new Http(async () => Promise.reject(new TypeError('failed')));
    const error = await openSession(away, mia).catch((caught: unknown) => caught);
    expect(signInWords(error, mia)).toContain('did not answer');
  });
});

describe('words of who is signed in', () => {
  it('tell person, role and tenant', () => {
    const who = { name: 'mia', role: 'auditor', tenant: 'shop' } as const;
    const session = { ...who, expires_at: null, totp: null, branding: null };
    expect(sessionWords(session)).toBe(
      'mia · Auditor: reads everything, changes nothing · tenant shop',
    );
    expect(personWords('login')).toBe('sign-in link');
    expect(personWords(null)).toBe('');
  });

  it('know people from keys and the printed link', () => {
    expect(['mia', 'ann.lee@shop.example', 'key.keeper'].map(isPerson)).toEqual([true, true, true]);
    expect(['key_3fa9c2', 'SHRIKE_ADMIN_KEY', 'login', null].map(isPerson)).toEqual(
      Array(4).fill(false),
    );
  });

  it('show a secret in groups', () => {
    expect(secretGroups('JBSWY3DPEHPK')).toBe('JBSW Y3DP EHPK');
    expect(secretGroups('')).toBe('');
  });
});
