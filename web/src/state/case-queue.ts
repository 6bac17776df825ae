// The queue of cases: a view with its counts, keyset pages, and which case comes after one.
import type { Case, CaseCounts } from '../api/case-types';
import { type CaseFilter, readCases } from '../api/cases';
import { errorWords, type Http } from '../api/http';
import { Store } from './store';

const PAGE_ROWS = 50;
/** What is read anew at once. */
const AGAIN_MAX = 500;

export interface QueueState {
  filter: CaseFilter;
  /** Null while the first page is read. */
  rows: Case[] | null;
  next: string | null;
  counts: CaseCounts | null;
  problem: string;
}

const start: QueueState = {
  filter: { view: 'queue', entity: '' },
  rows: null,
  next: null,
  counts: null,
  problem: '',
};

export class CaseQueue extends Store<QueueState> {
  private request: AbortController | null = null;

  constructor(private readonly http: Http) {
    super(start);
  }

  show(filter: CaseFilter): Promise<void> {
    this.set({ ...this.value, filter, rows: null, next: null });
    return this.read(null, PAGE_ROWS);
  }

  /** The same rows as they are now; new ones come in at their places. */
  again(): Promise<void> {
    const shown = this.value.rows?.length ?? 0;
    return this.read(null, Math.min(AGAIN_MAX, Math.max(PAGE_ROWS, shown)));
  }

  more(): Promise<void> {
    return this.value.next ? this.read(this.value.next, PAGE_ROWS) : Promise.resolve();
  }

  /** The id of the case `step` rows further, from the first where `id` is not there. */
  beside(id: string | null, step: number): string | null {
    const rows = this.value.rows ?? [];
    const at = rows.findIndex((row) => row.id === id);
    const place = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    return rows[place]?.id ?? null;
  }

  /** Takes a case out that is done with; gives the id of the one that follows. */
  drop(id: string): string | null {
    const rows = this.value.rows ?? [];
    const at = rows.findIndex((row) => row.id === id);
    const left = rows.filter((row) => row.id !== id);
    this.set({ ...this.value, rows: left });
    return (left[Math.max(0, at)] ?? left.at(-1))?.id ?? null;
  }

  put(changed: Case): void {
    const rows = this.value.rows?.map((row) => (row.id === changed.id ? changed : row)) ?? null;
    this.set({ ...this.value, rows });
  }

  stop(): void {
    this.request?.abort();
  }

  private async read(cursor: string | null, limit: number): Promise<void> {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const { filter } = this.value;
    try {
      const page = await readCases(this.http, filter, cursor, limit, request.signal);
      if (request.signal.aborted) return;
      const before = cursor ? (this.value.rows ?? []) : [];
      const known = new Set(before.map(({ id }) => id));
      const rows = [...before, ...page.cases.filter(({ id }) => !known.has(id))];
      const { next_cursor: next, counts } = page;
      this.set({ filter, rows, next, counts, problem: '' });
    } catch (error) {
      if (request.signal.aborted) return;
      this.set({ ...this.value, rows: this.value.rows ?? [], problem: errorWords(error) });
    }
  }
}
