// Addresses and filters, there and back.
import { describe, expect, it } from 'vitest';
import {
  filtersFromQuery,
  filtersToQuery,
  isFilterValue,
  withFilter,
} from '../../src/state/decision-filters';
import {
  caseUrl,
  decisionUrl,
  PAGES,
  parseRoute,
  type Route,
  routeUrl,
} from '../../src/state/routes';

const parse = (url: string): Route => {
  const { pathname, search } = new URL(url, 'http://h');
  return parseRoute(pathname, search);
};

describe('routes', () => {
  it.each(PAGES)('%s comes back as itself', (page) => {
    expect(parse(routeUrl({ page })).page).toBe(page);
  });

  it('keeps filters, the open decision and kiosk mode', () => {
    const route: Route = {
      page: 'decisions',
      filters: {
        level: 'Critical',
        text: 'a&b = c/d',
        entity: 'card:tok_…1111',
        amount_min: '10.50',
      },
      decision: 'dec_0000000001a2f',
      section: 'keys',
      lists: { list: null, source: null },
      work: { id: null, view: 'queue', entity: '' },
      kiosk: true,
    };
    expect(parse(routeUrl(route))).toEqual(route);
  });

  it('gives each decision a page of its own', () => {
    const url = decisionUrl('dec_0000000001a2f');
    expect(url).toBe('/dashboard/decisions/dec_0000000001a2f');
    expect(parse(url)).toMatchObject({ page: 'decision', decision: 'dec_0000000001a2f' });
    // The search with the drawer is another address.
    expect(parse('/dashboard/decisions?decision=dec_1')).toMatchObject({ page: 'decisions' });
    expect(parse('/dashboard/decisions/a%2Fb').page).toBe('overview');
    expect(parse(routeUrl({ page: 'decision' })).page).toBe('decisions');
  });

  it('gives each part of the page Access an address', () => {
    expect(routeUrl({ page: 'access', section: 'keys' })).toBe('/dashboard/access');
    expect(parse('/dashboard/access')).toMatchObject({ page: 'access', section: 'keys' });
    const url = routeUrl({ page: 'access', section: 'audit' });
    expect(url).toBe('/dashboard/access/audit');
    expect(parse(url)).toMatchObject({ page: 'access', section: 'audit' });
    expect(parse('/dashboard/access/other').page).toBe('overview');
  });

  it('gives each list an address, and keeps the former one', () => {
    const every = { list: null, source: null };
    expect(parse('/dashboard/lists')).toMatchObject({ page: 'lists', lists: every });
    const lists = { list: 'allow', source: 'rule' } as const;
    const url = routeUrl({ page: 'lists', lists });
    expect(url).toBe('/dashboard/lists?list=allow&source=rule');
    expect(parse(url)).toMatchObject({ page: 'lists', lists });
    const wrong = parse('/dashboard/blocklist?list=other&source=me');
    expect(wrong).toMatchObject({ page: 'lists', lists: every });
    expect(parse('/dashboard/decisions?list=allow').lists).toEqual(every);
  });

  it('gives each case and each view of the queue an address', () => {
    expect(caseUrl('c-12')).toBe('/dashboard/cases/c-12');
    const work = { id: 'c-12', view: 'mine', entity: 'card:tok_1' } as const;
    const url = routeUrl({ page: 'cases', work, filters: {}, decision: 'dec_1' });
    expect(url).toBe('/dashboard/cases/c-12?decision=dec_1&view=mine&entity=card%3Atok_1');
    expect(parse(url)).toMatchObject({ page: 'cases', work, decision: 'dec_1' });
    expect(routeUrl({ page: 'cases' })).toBe('/dashboard/cases');
    for (const odd of ['cases/12', 'cases/c-0', 'cases/c-1x', 'cases/'])
      expect(parse(`/dashboard/${odd}`).work.id).toBeNull();
    expect(parse('/dashboard/cases?view=odd').work.view).toBe('queue');
    expect(parse('/dashboard/decisions?view=mine').work.view).toBe('queue');
  });

  it('has short addresses where nothing is chosen', () => {
    expect(routeUrl({ page: 'overview' })).toBe('/dashboard');
    expect(routeUrl({ page: 'decisions', filters: {} })).toBe('/dashboard/decisions');
  });

  it.each(['/dashboard/', '/dashboard/nonsense', '/dashboard//'])(
    'shows the overview for %s',
    (url) => {
      expect(parseRoute(url, '').page).toBe('overview');
    },
  );

  it('accepts a slash at the end', () => {
    expect(parseRoute('/dashboard/streaming/', '').page).toBe('streaming');
  });

  it('refuses ids that could lead elsewhere', () => {
    expect(parseRoute('/dashboard', '?decision=../session').decision).toBeNull();
  });
});

describe('filters', () => {
  it('leave out what makes no sense', () => {
    const query = new URLSearchParams({
      level: 'Huge',
      outcome: 'decline',
      amount_min: '1e9',
      amount_max: '-5',
      from: 'soon',
      other: 'x',
      text: '  ',
    });
    expect(filtersFromQuery(query)).toEqual({ outcome: 'decline' });
  });

  it('do not depend on their order', () => {
    expect(filtersToQuery({ text: 'a', level: 'Low' }).toString()).toBe(
      filtersToQuery({ level: 'Low', text: 'a' }).toString(),
    );
  });

  it('are set and removed without touching the others', () => {
    const start = { level: 'Low' };
    expect(withFilter(start, 'text', ' x ')).toEqual({ level: 'Low', text: 'x' });
    expect(withFilter(start, 'level', ' ')).toEqual({});
    expect(start).toEqual({ level: 'Low' });
  });

  it.each([
    ['tok_c00017', 'card:tok_c00017'],
    ['555-1234', 'phone:555-1234'],
    ['cust-00017', 'customer:cust-00017'],
    ['term-00417', 'terminal:term-00417'],
    ['10.0.0.7', 'ip:10.0.0.7'],
    ['device:a:b', 'device:a:b'],
  ])('find %s as %s', (typed, sent) => {
    expect(withFilter({}, 'entity', ` ${typed} `)).toEqual({ entity: sent });
  });

  it('know a plain amount', () => {
    expect(['12', '12.50', ''].every((value) => isFilterValue('amount_min', value))).toBe(true);
    expect(['12,50', 'x', '-1'].some((value) => isFilterValue('amount_min', value))).toBe(false);
  });
});
