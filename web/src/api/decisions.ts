// Searching, reading and labelling decisions.
import { decisionDetail, decisionRow, replay } from './decode/decision';
import { list, nullable, object, text } from './decode/read';
import type { Http } from './http';
import type { DecisionRow, Label, Page } from './types';

export const PAGE_ROWS = 50;

const page = object<Page<DecisionRow>>({
  data: list(decisionRow, 500),
  next_cursor: nullable(text),
});

export function searchDecisions(
  http: Http,
  filters: URLSearchParams,
  cursor: string | null,
  signal?: AbortSignal,
  limit = PAGE_ROWS,
) {
  const query = new URLSearchParams(filters);
  query.set('limit', String(limit));
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/decisions', page, signal ? { query, signal } : { query });
}

const pathOf = (id: string) => `/decisions/${encodeURIComponent(id)}`;

export const readDecision = (http: Http, id: string, signal?: AbortSignal) =>
  http.send('GET', pathOf(id), decisionDetail, signal ? { signal } : {});

/** Decides on the same event again; from analysts up. */
export const replayDecision = (http: Http, id: string) =>
  http.send('GET', `${pathOf(id)}/replay`, replay);

export const labelDecision = (http: Http, id: string, label: Label, note: string) =>
  http.send('POST', `${pathOf(id)}/label`, () => null, {
    body: { label, source: 'analyst', note },
  });
