// Addresses below /dashboard <-> what to show. Pure; the browser's history is in router.ts.
import { CASE_VIEWS, type CaseView } from '../api/case-types';
import type { ListFilter } from '../api/blocklist';
import { ENTITY_LISTS, LIST_SOURCES } from '../api/types';
import { type DecisionFilters, filtersFromQuery, filtersToQuery } from './decision-filters';

/** The pages that a name leads to. */
export const PAGES = [
  'overview',
  'streaming',
  'decisions',
  'cases',
  'models',
  'tester',
  'lists',
  'access',
  'settings',
] as const;

/** The parts of the page Access; the first is shown where none is named. */
export const ACCESS_SECTIONS = [
  'keys',
  'users',
  'sessions',
  'tenants',
  'erasures',
  'audit',
] as const;
export type AccessSection = (typeof ACCESS_SECTIONS)[number];
/** `decision`: the page of one decision, below the search. */
export type PageId = (typeof PAGES)[number] | 'decision';

/** What the page Cases shows: a view of the queue, and the case that is open. */
export interface CasesRoute {
  id: string | null;
  view: CaseView;
  entity: string;
}

export interface Route {
  page: PageId;
  filters: DecisionFilters;
  /** The decision that is open in the drawer, or whose page this is. */
  decision: string | null;
  section: AccessSection;
  /** What the page Lists shows. */
  lists: ListFilter;
  work: CasesRoute;
  /** No navigation around the page: for a screen on a wall. */
  kiosk: boolean;
}

const BASE = '/dashboard';
const DECISION_PATH = 'decisions/';
const ACCESS_PATH = 'access/';
const CASE_PATH = 'cases/';
const DECISION_ID = /^[\w.:-]{1,80}$/;
const CASE_ID = /^c-[1-9]\d{0,18}$/;
const ENTITY_MAX = 200;
/** Kept, so that an address that somebody wrote down still leads there. */
const FORMER_NAMES: Record<string, string> = { blocklist: 'lists' };

export function parseRoute(path: string, search: string): Route {
  const name = path.replace(/\/+$/, '').slice(BASE.length + 1);
  const own = name.startsWith(DECISION_PATH) ? name.slice(DECISION_PATH.length) : '';
  if (DECISION_ID.test(own)) return decisionRoute(own, search);
  const section = ACCESS_SECTIONS.find((each) => name === ACCESS_PATH + each);
  const query = new URLSearchParams(search);
  const work = casesRoute(name, query);
  const named = PAGES.find((each) => each === (FORMER_NAMES[name] ?? name)) ?? 'overview';
  const page = section ? 'access' : work.id ? 'cases' : named;
  const decision = query.get('decision');
  return {
    page,
    filters: page === 'decisions' ? filtersFromQuery(query) : {},
    decision: decision && DECISION_ID.test(decision) ? decision : null,
    section: section ?? 'keys',
    lists: page === 'lists' ? listsIn(query) : everyList,
    work: page === 'cases' ? work : noWork,
    kiosk: query.has('kiosk'),
  };
}

const everyList: ListFilter = { list: null, source: null };

const listsIn = (query: URLSearchParams): ListFilter => ({
  list: ENTITY_LISTS.find((each) => each === query.get('list')) ?? null,
  source: LIST_SOURCES.find((each) => each === query.get('source')) ?? null,
});

const noWork: CasesRoute = { id: null, view: 'queue', entity: '' };

function casesRoute(name: string, query: URLSearchParams): CasesRoute {
  const id = name.startsWith(CASE_PATH) ? name.slice(CASE_PATH.length) : '';
  const view = CASE_VIEWS.find((each) => each === query.get('view'));
  const entity = (query.get('entity') ?? '').slice(0, ENTITY_MAX);
  return { id: CASE_ID.test(id) ? id : null, view: view ?? 'queue', entity };
}

const decisionRoute = (decision: string, search: string): Route => ({
  page: 'decision',
  filters: {},
  decision,
  section: 'keys',
  lists: everyList,
  work: noWork,
  kiosk: new URLSearchParams(search).has('kiosk'),
});

export function routeUrl(route: Partial<Route> & { page: PageId }): string {
  const query = filtersToQuery(route.filters ?? {});
  if (route.decision && route.page !== 'decision') query.set('decision', route.decision);
  if (route.page === 'cases' && route.work) addWork(query, route.work);
  if (route.page === 'lists' && route.lists?.list) query.set('list', route.lists.list);
  if (route.page === 'lists' && route.lists?.source) query.set('source', route.lists.source);
  if (route.kiosk) query.set('kiosk', '');
  const text = query.toString();
  return text ? `${pathOf(route)}?${text}` : pathOf(route);
}

function addWork(query: URLSearchParams, { view, entity }: CasesRoute): void {
  if (view !== 'queue') query.set('view', view);
  if (entity) query.set('entity', entity);
}

function pathOf({ page, decision, section, work }: Partial<Route>): string {
  if (page === 'overview') return BASE;
  if (page === 'cases' && work?.id) return `${BASE}/${CASE_PATH}${work.id}`;
  if (page === 'access' && section && section !== 'keys') return `${BASE}/${ACCESS_PATH}${section}`;
  if (page !== 'decision') return `${BASE}/${page}`;
  return decision ? `${BASE}/${DECISION_PATH}${decision}` : `${BASE}/decisions`;
}

export const decisionUrl = (decision: string): string => routeUrl({ page: 'decision', decision });

export const caseUrl = (id: string): string =>
  routeUrl({ page: 'cases', work: { ...noWork, id } });

export const decisionsUrl = (filters: DecisionFilters): string =>
  routeUrl({ page: 'decisions', filters });
