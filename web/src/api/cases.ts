// The queue of work, one case, what people do about it, and the steps of single alerts.
import type { CasePatch, CaseView } from './case-types';
import { caseDetail, casePage, oneCase, quality } from './decode/cases';
import type { Http } from './http';

export interface CaseFilter {
  view: CaseView;
  /** "card:tok_1"; empty: every entity. */
  entity: string;
}

const queries: Record<CaseView, Record<string, string>> = {
  queue: {},
  mine: { assigned_to: 'me' },
  unassigned: { assigned_to: 'unassigned' },
  snoozed: { state: 'snoozed' },
  closed: { state: 'closed' },
};

export function readCases(
  http: Http,
  { view, entity }: CaseFilter,
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
) {
  const query = new URLSearchParams({ ...queries[view], limit: String(limit) });
  if (entity) query.set('entity', entity);
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/cases', casePage, { query, signal });
}

const pathOf = (id: string) => `/cases/${encodeURIComponent(id)}`;

export const readCase = (http: Http, id: string, signal?: AbortSignal) =>
  http.send('GET', pathOf(id), caseDetail, signal ? { signal } : {});

export const changeCase = (http: Http, id: string, version: number, patch: CasePatch) =>
  http.send('PATCH', pathOf(id), oneCase, { body: { version, ...patch } });

/** The case of a decision's alert; null where it has none. */
export async function findCaseOf(http: Http, decision: string): Promise<string | null> {
  const query = new URLSearchParams({ state: 'all', decision });
  const found = await http.send('GET', '/cases', casePage, { query });
  return found.cases[0]?.id ?? null;
}

export const stepAlert = (http: Http, id: string, step: 'acknowledge' | 'resolve') =>
  http.send('POST', `/alerts/${encodeURIComponent(id)}/${step}`, () => null, { body: {} });

export const readQuality = (http: Http, days: number, signal: AbortSignal) =>
  http.send('GET', '/quality', quality, {
    query: new URLSearchParams({ days: String(days) }),
    signal,
  });
