// Addresses below /dashboard <-> what to show. Pure; the browser's history is in router.ts.
import { type DecisionFilters, filtersFromQuery, filtersToQuery } from './decision-filters';

/** The pages that a name leads to. */
export const PAGES = [
  'overview',
  'streaming',
  'decisions',
  'models',
  'tester',
  'blocklist',
  'access',
] as const;

/** The parts of the page Access; the first is shown where none is named. */
export const ACCESS_SECTIONS = ['keys', 'users', 'sessions', 'audit'] as const;
export type AccessSection = (typeof ACCESS_SECTIONS)[number];
/** `decision`: the page of one decision, below the search. */
export type PageId = (typeof PAGES)[number] | 'decision';

export interface Route {
  page: PageId;
  filters: DecisionFilters;
  /** The decision that is open in the drawer, or whose page this is. */
  decision: string | null;
  section: AccessSection;
  /** No navigation around the page: for a screen on a wall. */
  kiosk: boolean;
}

const BASE = '/dashboard';
const DECISION_PATH = 'decisions/';
const ACCESS_PATH = 'access/';
const DECISION_ID = /^[\w.:-]{1,80}$/;

export function parseRoute(path: string, search: string): Route {
  const name = path.replace(/\/+$/, '').slice(BASE.length + 1);
  const own = name.startsWith(DECISION_PATH) ? name.slice(DECISION_PATH.length) : '';
  if (DECISION_ID.test(own)) return decisionRoute(own, search);
  const section = ACCESS_SECTIONS.find((each) => name === ACCESS_PATH + each);
  const page = section ? 'access' : (PAGES.find((each) => each === name) ?? 'overview');
  const query = new URLSearchParams(search);
  const decision = query.get('decision');
  return {
    page,
    filters: page === 'decisions' ? filtersFromQuery(query) : {},
    decision: decision && DECISION_ID.test(decision) ? decision : null,
    section: section ?? 'keys',
    kiosk: query.has('kiosk'),
  };
}

const decisionRoute = (decision: string, search: string): Route => ({
  page: 'decision',
  filters: {},
  decision,
  section: 'keys',
  kiosk: new URLSearchParams(search).has('kiosk'),
});

export function routeUrl(route: Partial<Route> & { page: PageId }): string {
  const query = filtersToQuery(route.filters ?? {});
  if (route.decision && route.page !== 'decision') query.set('decision', route.decision);
  if (route.kiosk) query.set('kiosk', '');
  const text = query.toString();
  return text ? `${pathOf(route)}?${text}` : pathOf(route);
}

function pathOf({ page, decision, section }: Partial<Route>): string {
  if (page === 'overview') return BASE;
  if (page === 'access' && section && section !== 'keys') return `${BASE}/${ACCESS_PATH}${section}`;
  if (page !== 'decision') return `${BASE}/${page}`;
  return decision ? `${BASE}/${DECISION_PATH}${decision}` : `${BASE}/decisions`;
}

export const decisionUrl = (decision: string): string => routeUrl({ page: 'decision', decision });

export const decisionsUrl = (filters: DecisionFilters): string =>
  routeUrl({ page: 'decisions', filters });
