// One's own password and second factor.
import { describe, expect, it } from 'vitest';
import { Account } from '../../src/state/account';
import { type Answers, serving } from '../serving';

const PASSWORD = 'POST /session/password';
const SECRET = { secret: 'ABCD2345', uri: 'otpauth://totp/x' };

function account(answers: Answers) {
  const { http, asked } = serving(answers);
  return { account: new Account(http), asked };
}

describe('the password', () => {
  it('is changed with the present one', async () => {
    const it1 = account({ [PASSWORD]: [[204, null]] });
    await it1.account.changePassword('old', 'new and long');
    expect(it1.asked).toEqual([`${PASSWORD} {"current":"old","new":"new and long"}`]);
    expect(it1.account.value.password).toEqual({ current: '', next: '', rest: '', done: true });
  });

  it.each([
    [403, { detail: 'This is not your current password.' }, 'current', 'not your current'],
    [
      422,
      { detail: 'A field is wrong.', errors: [{ pointer: '/new', message: 'too short' }] },
      'next',
      'too short',
    ],
    [429, { detail: 'Too many wrong passwords: try again later.' }, 'rest', 'Too many'],
  ])('says beside which field it was refused with %i', async (status, body, field, words) => {
    const it1 = account({ [PASSWORD]: [[status, body]] });
    await it1.account.changePassword('a', 'b');
    const { done, ...said } = it1.account.value.password;
    expect(done).toBe(false);
    const others = Object.entries(said).filter(([name]) => name !== field);
    expect(said[field as keyof typeof said]).toContain(words);
    expect(others.map(([, text]) => text)).toEqual(['', '']);
  });
});

describe('the second factor', () => {
  it('is on once a code of its secret was right, and the secret is gone', async () => {
    const it1 = account({
      'POST /session/totp': [[200, SECRET]],
      'PUT /session/totp': [
        [422, { detail: '/code: this is not the code of now' }],
        [200, {}],
      ],
    });
    await it1.account.beginFactor();
    expect(it1.account.value.factor).toEqual({ phase: 'secret', secret: SECRET, problem: '' });
    expect(await it1.account.confirmFactor('000000')).toBe(false);
    expect(it1.account.value.factor).toMatchObject({
      phase: 'secret',
      secret: SECRET,
      problem: expect.stringContaining('not the code'),
    });
    expect(await it1.account.confirmFactor('123456')).toBe(true);
    expect(it1.asked.at(-1)).toBe('PUT /session/totp {"code":"123456"}');
    expect(it1.account.value.factor).toEqual({ phase: 'on', secret: null, problem: '' });
  });

  it('says that it is on already, and forgets everything with the dialog', async () => {
    const it1 = account({
      'POST /session/totp': [[409, { detail: 'The second factor is on already.' }], [200, SECRET]],
    });
    await it1.account.beginFactor();
    expect(it1.account.value.factor.problem).toContain('already');
    await it1.account.beginFactor();
    it1.account.forget();
    expect(JSON.stringify(it1.account.value)).not.toContain(SECRET.secret);
  });
});
