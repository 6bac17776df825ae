// Whose history there is, and which part of it is asked for.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import { entitiesOf, EntityHistory, HISTORY_ROWS } from '../../src/state/entity-history';
import { row } from '../samples';

function searching(data: unknown, status = 200) {
  const asked: URLSearchParams[] = [];
  const http = new Http(async (path) => {
    asked.push(new URLSearchParams(path.split('?')[1]));
    const body = status === 200 ? { data, next_cursor: null } : { detail: 'Too busy.' };
    return new Response(JSON.stringify(body), { status });
  });
  return { store: new EntityHistory(http), asked };
}

const card = { kind: 'card', value: 'tok_…1111' };

describe('EntityHistory', () => {
  it('knows the entities of a decision, the most telling first', () => {
    const found = entitiesOf(row('a', { merchant_id: 'shop-1', device_id: 'd-1' }));
    expect(found.map(({ kind }) => kind)).toEqual([
      'card',
      'customer',
      'merchant',
      'terminal',
      'device',
    ]);
    const message = { card: null, customer_id: null, terminal_id: null, phone_number: '555' };
    expect(entitiesOf(row('a', message))).toEqual([{ kind: 'phone', value: '555' }]);
  });

  it('asks for what was decided up to the decision, itself included', async () => {
    const { store, asked } = searching([row('new'), row('old')]);
    await store.load(row('new', { event_time: '2026-05-03T11:20:00.123456Z' }), card);
    expect(asked[0]?.get('entity')).toBe('card:tok_…1111');
    expect(asked[0]?.get('to')).toBe('2026-05-03T11:20:00.124Z');
    expect(asked[0]?.get('limit')).toBe(String(HISTORY_ROWS));
    expect(store.value.rows?.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('adds the decision where the search does not have it yet', async () => {
    const { store } = searching([row('old')]);
    await store.load(row('new'), card);
    expect(store.value.rows?.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('shows the newest choice only', async () => {
    const { store } = searching([row('a')]);
    const first = store.load(row('a'), card);
    const second = store.load(row('a'), { kind: 'customer', value: 'c-17' });
    await Promise.all([first, second]);
    expect(store.value.entity?.kind).toBe('customer');
  });

  it('says what went wrong', async () => {
    const { store } = searching(null, 503);
    await store.load(row('a'), card);
    expect(store.value).toMatchObject({ rows: [], problem: 'Too busy.' });
  });
});
