// Keyset pages, and the newest search wins.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import { DecisionSearch } from '../../src/state/decision-search';
import { row } from '../samples';

type Answer = (body: unknown, status?: number) => void;

function searching() {
  const asked: { query: URLSearchParams; answer: Answer }[] = [];
  const http = new Http(
    (path, init) =>
      new Promise((resolve, reject) => {
        const query = new URLSearchParams(path.split('?')[1]);
        const answer: Answer = (body, status = 200) =>
          resolve(new Response(JSON.stringify(body), { status }));
        init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        asked.push({ query, answer });
      }),
  );
  return { search: new DecisionSearch(http), asked };
}

const page = (ids: string[], next_cursor: string | null) => ({
  data: ids.map((id) => row(id)),
  next_cursor,
});

describe('DecisionSearch', () => {
  it('adds pages by the cursor until there is none', async () => {
    const { search, asked } = searching();
    const first = search.search({ level: 'High' });
    asked[0]?.answer(page(['a', 'b'], 'c1'));
    await first;
    const more = search.more();
    expect(search.value.phase).toBe('loading-more');
    expect(asked[1]?.query.get('cursor')).toBe('c1');
    expect(asked[1]?.query.get('level')).toBe('High');
    asked[1]?.answer(page(['c'], null));
    await more;
    expect(search.value.rows.map((each) => each.id)).toEqual(['a', 'b', 'c']);
    await search.more();
    expect(asked).toHaveLength(2);
  });

  it('drops the answer to an older search', async () => {
    const { search, asked } = searching();
    const old = search.search({ text: 'old' });
    const young = search.search({ text: 'young' });
    asked[0]?.answer(page(['old'], null));
    asked[1]?.answer(page(['young'], null));
    await Promise.all([old, young]);
    expect(search.value.rows.map((each) => each.id)).toEqual(['young']);
  });

  it('says what went wrong', async () => {
    const { search, asked } = searching();
    const done = search.search({});
    asked[0]?.answer({ detail: 'The cursor is too old.' }, 400);
    await done;
    expect(search.value).toMatchObject({ phase: 'failed', problem: 'The cursor is too old.' });
  });
});
