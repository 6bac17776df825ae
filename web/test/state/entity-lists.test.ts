// The block and the allow list.
import { describe, expect, it } from 'vitest';
import { importEntries } from '../../src/api/blocklist';
import { Http } from '../../src/api/http';
import { EntityLists } from '../../src/state/entity-lists';
import { at } from '../samples';
import { serving } from '../serving';

const BOTH = 'GET /blocklist?limit=100';
const ALLOWED = 'GET /blocklist?limit=100&list=allow';
const entry = (value: string, list = 'block') => ({
  list,
  kind: 'phone',
  value,
  reason: 'known',
  source: 'analyst',
  added_at: at(0),
  expires_at: null,
});
const pageOf = (values: string[], next_cursor: string | null = null) => ({
  data: values.map((value) => entry(value)),
  next_cursor,
});
const values = (lists: EntityLists) => lists.value.rows?.map(({ value }) => value);
const wish = { kind: 'phone', value: 'b', reason: 'known' };

describe('EntityLists', () => {
  it('asks for one list or both, page by page', async () => {
    const { http, asked } = serving({
      [BOTH]: [[200, pageOf(['a'], 'next')]],
      [`${BOTH}&cursor=next`]: [[200, pageOf(['b'])]],
      [ALLOWED]: [[200, pageOf(['c'])]],
    });
    const lists = new EntityLists(http);
    await lists.show({ list: null, source: null });
    await lists.more();
    expect(values(lists)).toEqual(['a', 'b']);
    await lists.more();
    await lists.show({ list: 'allow', source: null });
    expect(values(lists)).toEqual(['c']);
    expect(asked).toEqual([BOTH, `${BOTH}&cursor=next`, ALLOWED]);
  });

  it('shows a change by its answer: the store follows later', async () => {
    const { http } = serving({
      [BOTH]: [[200, pageOf(['a', 'b'])]],
      'POST /blocklist': [[202, { entry: entry('b') }]],
      'DELETE /blocklist': [[202, { entry: entry('a') }]],
    });
    const lists = new EntityLists(http);
    await lists.show({ list: null, source: null });
    await lists.add(wish);
    expect(values(lists)).toEqual(['b', 'a']);
    await lists.remove({ ...entry('a'), list: 'block' });
    expect(values(lists)).toEqual(['b']);
  });

  it('does not show what went on the other list, and takes it off this one', async () => {
    const { http } = serving({
      [ALLOWED]: [[200, pageOf(['b', 'c'])]],
      'POST /blocklist': [[202, { entry: entry('b', 'block') }]],
    });
    const lists = new EntityLists(http);
    await lists.show({ list: 'allow', source: null });
    await lists.add(wish);
    expect(values(lists)).toEqual(['c']);
  });

  it('asks for one source, and does not show what another has put there', async () => {
    const asked = `${BOTH}&source=automatic`;
    const { http } = serving({
      [asked]: [[200, pageOf(['a'])]],
      'POST /blocklist': [[202, { entry: { ...entry('b'), source: 'analyst' } }]],
    });
    const lists = new EntityLists(http);
    await lists.show({ list: null, source: 'automatic' });
    await lists.add(wish);
    expect(values(lists)).toEqual(['a']);
  });

  it('keeps what is shown when something is refused', async () => {
    const { http } = serving({
      [BOTH]: [[200, pageOf(['a'])]],
      'POST /blocklist': [[422, { detail: 'Not so.', errors: [] }]],
    });
    const lists = new EntityLists(http);
    await lists.show({ list: null, source: null });
    expect(await lists.add(wish)).toEqual({ problem: 'Not so.' });
    expect(values(lists)).toEqual(['a']);
  });
});

describe('an import', () => {
  it('goes out as it was written, under its own type', async () => {
    const sent: RequestInit[] = [];
    const http = new Http(async (_path, init) => {
      sent.push(init);
      const refused = { line: 3, pointer: '/kind', code: 'format', message: 'no' };
      return Response.json({ accepted: 1, rejected: 1, rejections: [refused] }, { status: 202 });
    });
    const rows = 'kind,value\nphone,1\nx,2';
    const done = await importEntries(http, 'csv', rows);
    expect(sent[0]).toMatchObject({ body: rows, headers: { 'content-type': 'text/csv' } });
    expect(done).toMatchObject({ accepted: 1, rejections: [{ line: 3, pointer: '/kind' }] });
  });
});
