// Requests: bodies, queries, problems in words.
import { describe, expect, it, vi } from 'vitest';
import { number, object } from '../../src/api/decode/read';
import { ApiError, errorWords, Http } from '../../src/api/http';

const answer = (status: number, body: unknown) =>
  vi.fn(async (_path: string, _init: RequestInit) => {
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  });
const value = object<{ a: number }>({ a: number });

describe('Http', () => {
  it('sends JSON with the session cookie and reads JSON', async () => {
    const fetched = answer(200, { a: 1 });
    const query = new URLSearchParams({ q: 'a b' });
    const got = await new Http(fetched).send('POST', '/x', value, { body: { b: 2 }, query });
    expect(got).toEqual({ a: 1 });
    expect(fetched.mock.calls[0]?.[0]).toBe('/x?q=a+b');
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      body: '{"b":2}',
    });
  });

  it('turns a problem into an error with its words', async () => {
    const problem = {
      title: 'Bad request',
      detail: 'The rate is too high.',
      errors: [{ pointer: '/rate', message: 'At most 100000.' }],
    };
    const failed = await new Http(answer(400, problem)).send('GET', '/x', value).catch((e) => e);
    expect(failed).toBeInstanceOf(ApiError);
    expect(errorWords(failed)).toBe('The rate is too high. At most 100000.');
  });

  it('tells about a session that ended', async () => {
    const ended = vi.fn();
    await new Http(answer(401, {}), ended).send('GET', '/x', value).catch(() => null);
    expect(ended).toHaveBeenCalledOnce();
    await new Http(answer(403, {}), ended).send('GET', '/x', value).catch(() => null);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('has words for a server that is away, for HTML, and for another shape', async () => {
    const away = new Http(() => Promise.reject(new TypeError('failed')));
    const words = async (http: Http) =>
      errorWords(await http.send('GET', '/x', value).catch((e) => e));
    expect(await words(away)).toContain('did not answer');
    expect(await words(new Http(answer(502, '<html>')))).toContain('502');
    expect(await words(new Http(answer(200, { a: 'one' })))).toContain('/a should be a number');
    expect(await words(new Http(answer(200, 'oops')))).toContain('not JSON');
  });
});
