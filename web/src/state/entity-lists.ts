// Who is blocked and who is allowed, newest first, page by page.
import {
  addEntry,
  type ListFilter,
  type NewEntry,
  readBlocklist,
  removeEntry,
} from '../api/blocklist';
import { errorWords, type Http } from '../api/http';
import type { ListedEntity } from '../api/types';
import { Store } from './store';

const ROWS_MAX = 1000;

export interface ListsState {
  filter: ListFilter;
  /** Null while the first page is read. */
  rows: ListedEntity[] | null;
  next: string | null;
  problem: string;
}

/** Either the entry as it now stands, or words about what went wrong. */
export type Changed = { entry: ListedEntity } | { problem: string };

export class EntityLists extends Store<ListsState> {
  /** Counts the choices of a list: a late answer to an earlier one is dropped. */
  private turn = 0;

  constructor(private readonly http: Http) {
    super({ filter: { list: null, source: null }, rows: null, next: null, problem: '' });
  }

  show(filter: ListFilter): Promise<void> {
    this.set({ filter, rows: null, next: null, problem: '' });
    return this.read(null);
  }

  again(): Promise<void> {
    return this.read(null);
  }

  more(): Promise<void> {
    return this.value.next ? this.read(this.value.next) : Promise.resolve();
  }

  async add(entry: NewEntry): Promise<Changed> {
    const changed = await this.change(() => addEntry(this.http, entry));
    if ('entry' in changed && this.wants(changed.entry))
      this.set({ ...this.value, rows: [changed.entry, ...this.without(changed.entry)] });
    return changed;
  }

  remove(listed: ListedEntity): Promise<Changed> {
    return this.change(() => removeEntry(this.http, listed));
  }

  /** The store's list follows a moment later, so the answer itself changes what is shown. */
  private async change(action: () => Promise<{ entry: ListedEntity }>): Promise<Changed> {
    try {
      const { entry } = await action();
      this.set({ ...this.value, rows: this.without(entry), problem: '' });
      return { entry };
    } catch (error) {
      return { problem: errorWords(error) };
    }
  }

  private wants(entry: ListedEntity): boolean {
    const { list, source } = this.value.filter;
    return (!list || list === entry.list) && (!source || source === entry.source);
  }

  private without({ kind, value }: ListedEntity): ListedEntity[] {
    return (this.value.rows ?? []).filter((row) => row.kind !== kind || row.value !== value);
  }

  private async read(cursor: string | null): Promise<void> {
    const turn = ++this.turn;
    const { filter } = this.value;
    try {
      const found = await readBlocklist(this.http, filter, cursor);
      if (turn !== this.turn) return;
      const before = cursor ? (this.value.rows ?? []) : [];
      const rows = [...before, ...found.data].slice(0, ROWS_MAX);
      const next = rows.length < ROWS_MAX ? found.next_cursor : null;
      this.set({ filter, rows, next, problem: '' });
    } catch (error) {
      if (turn !== this.turn) return;
      this.set({ ...this.value, rows: this.value.rows ?? [], problem: errorWords(error) });
    }
  }
}
