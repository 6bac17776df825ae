// The result list of the decision search: keyset pages, newest request wins.
import { searchDecisions } from '../api/decisions';
import { errorWords, type Http } from '../api/http';
import { SEARCH_ROWS_MAX } from '../api/limits';
import type { DecisionRow } from '../api/types';
import { type DecisionFilters, filtersToQuery } from './decision-filters';
import { Store } from './store';

export interface SearchState {
  rows: DecisionRow[];
  next: string | null;
  phase: 'loading' | 'loading-more' | 'ready' | 'failed';
  problem: string;
}

const first: SearchState = { rows: [], next: null, phase: 'loading', problem: '' };

export class DecisionSearch extends Store<SearchState> {
  private filters = new URLSearchParams();
  private running: AbortController | null = null;

  constructor(private readonly http: Http) {
    super(first);
  }

  search(filters: DecisionFilters): Promise<void> {
    this.filters = filtersToQuery(filters);
    this.set(first);
    return this.fetch(null);
  }

  more(): Promise<void> {
    const { next, phase, rows } = this.value;
    if (!next || phase !== 'ready' || rows.length >= SEARCH_ROWS_MAX) return Promise.resolve();
    this.set({ ...this.value, phase: 'loading-more' });
    return this.fetch(next);
  }

  stop(): void {
    this.running?.abort();
  }

  private async fetch(cursor: string | null): Promise<void> {
    this.running?.abort();
    const request = new AbortController();
    this.running = request;
    try {
      const page = await searchDecisions(this.http, this.filters, cursor, request.signal);
      if (request.signal.aborted) return;
      const rows = cursor ? [...this.value.rows, ...page.data] : page.data;
      this.set({ rows, next: page.next_cursor, phase: 'ready', problem: '' });
    } catch (error) {
      if (request.signal.aborted) return;
      this.set({ ...this.value, phase: 'failed', problem: errorWords(error) });
    }
  }
}
