// A list of the page Access: read when it is shown and after each act, never by itself, since
// every reading is a row of the audit chain.
import { errorWords } from '../api/http';
import { Store } from './store';

export interface AccessListState<T> {
  rows: T[] | null;
  problem: string;
}

export class AccessList<T> extends Store<AccessListState<T>> {
  constructor(private readonly read: () => Promise<T[]>) {
    super({ rows: null, problem: '' });
  }

  /** Keeps what is shown when a later reading fails. */
  async load(): Promise<void> {
    try {
      this.set({ rows: await this.read(), problem: '' });
    } catch (error) {
      this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  /** Resolves to words about what went wrong, or to null. */
  async change(action: () => Promise<unknown>): Promise<string | null> {
    try {
      await action();
    } catch (error) {
      return errorWords(error);
    }
    await this.load();
    return null;
  }
}
