// Addresses below /dashboard <-> what to show. Pure; the browser's history is in router.ts.
import { type DecisionFilters, filtersFromQuery, filtersToQuery } from './decision-filters';

export const PAGES = ['overview', 'streaming', 'decisions', 'tester', 'blocklist'] as const;
export type PageId = (typeof PAGES)[number];

export interface Route {
  page: PageId;
  filters: DecisionFilters;
  /** The decision that is open in the drawer. */
  decision: string | null;
  /** No navigation around the page: for a screen on a wall. */
  kiosk: boolean;
}

const BASE = '/dashboard';
const DECISION_ID = /^[\w.:-]{1,80}$/;

export function parseRoute(path: string, search: string): Route {
  const name = path.replace(/\/+$/, '').slice(BASE.length + 1);
  const page = PAGES.find((each) => each === name) ?? 'overview';
  const query = new URLSearchParams(search);
  const decision = query.get('decision');
  return {
    page,
    filters: page === 'decisions' ? filtersFromQuery(query) : {},
    decision: decision && DECISION_ID.test(decision) ? decision : null,
    kiosk: query.has('kiosk'),
  };
}

export function routeUrl(route: Partial<Route> & { page: PageId }): string {
  const path = route.page === 'overview' ? BASE : `${BASE}/${route.page}`;
  const query = filtersToQuery(route.filters ?? {});
  if (route.decision) query.set('decision', route.decision);
  if (route.kiosk) query.set('kiosk', '');
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export const decisionsUrl = (filters: DecisionFilters): string =>
  routeUrl({ page: 'decisions', filters });
