// Certificates of erasures, newest first, and asking for one.
import { type Certificate, erase, type ErasureRequest, readErasures } from '../api/erasures';
import { errorWords, type Http } from '../api/http';
import { Store } from './store';

export interface ErasuresState {
  /** Null while the first page is read. */
  rows: Certificate[] | null;
  next: string | null;
  problem: string;
}

export type Erased = { certificate: Certificate } | { problem: string };

export class Erasures extends Store<ErasuresState> {
  constructor(private readonly http: Http) {
    super({ rows: null, next: null, problem: '' });
  }

  load(): Promise<void> {
    return this.read(null);
  }

  more(): Promise<void> {
    return this.value.next ? this.read(this.value.next) : Promise.resolve();
  }

  async request(wish: ErasureRequest): Promise<Erased> {
    try {
      const certificate = await erase(this.http, wish);
      this.set({ ...this.value, rows: [certificate, ...(this.value.rows ?? [])], problem: '' });
      return { certificate };
    } catch (error) {
      return { problem: errorWords(error) };
    }
  }

  /** Keeps what is shown when a later reading fails. */
  private async read(cursor: string | null): Promise<void> {
    try {
      const found = await readErasures(this.http, cursor);
      const before = cursor ? (this.value.rows ?? []) : [];
      const known = new Set(before.map(({ id }) => id));
      const rows = [...before, ...found.data.filter(({ id }) => !known.has(id))];
      this.set({ rows, next: found.next_cursor, problem: '' });
    } catch (error) {
      this.set({ ...this.value, problem: errorWords(error) });
    }
  }
}
