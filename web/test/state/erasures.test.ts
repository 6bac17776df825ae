// Certificates of erasures, and asking for one.
import { describe, expect, it } from 'vitest';
import { Erasures } from '../../src/state/erasures';
import { certificate } from '../admin-samples';
import { serving } from '../serving';

const LIST = 'GET /erasures?limit=50';
const wish = { entity: { kind: 'customer', id: 'c-1' }, reason: 'asked for' } as const;
const ids = (of: Erasures) => of.value.rows?.map(({ id }) => id);
const page = (all: number[], next_cursor: string | null = null) => ({
  data: all.map((id) => certificate({ id })),
  next_cursor,
});

describe('Erasures', () => {
  it('shows the certificate of one that is done at once', async () => {
    const { http, asked } = serving({
      [LIST]: [[200, page([1])]],
      'POST /erasures': [[200, certificate({ id: 2 })]],
    });
    const erasures = new Erasures(http);
    await erasures.load();
    const done = await erasures.request(wish);
    expect(done).toMatchObject({ certificate: { id: 2, audit: { seq: 9 } } });
    expect(ids(erasures)).toEqual([2, 1]);
    expect(asked[1]).toBe(`POST /erasures ${JSON.stringify(wish)}`);
  });

  it('adds older ones without doubles', async () => {
    const { http } = serving({
      [LIST]: [[200, page([3, 2], 'next')]],
      [`${LIST}&cursor=next`]: [[200, page([2, 1])]],
    });
    const erasures = new Erasures(http);
    await erasures.load();
    await erasures.more();
    expect(ids(erasures)).toEqual([3, 2, 1]);
    expect(erasures.value.next).toBeNull();
  });

  it('says what went wrong and shows what it has', async () => {
    const { http } = serving({
      [LIST]: [[200, page([1])]],
      'POST /erasures': [[503, { detail: 'The erasure is not finished: repeat it.' }]],
    });
    const erasures = new Erasures(http);
    await erasures.load();
    expect(await erasures.request(wish)).toEqual({
      problem: 'The erasure is not finished: repeat it.',
    });
    expect(ids(erasures)).toEqual([1]);
  });
});
