// The audit chain, page by page, and what verifying it gave.
import { type AuditFilter, readAudit, verifyAudit } from '../api/access';
import type { AuditReport, AuditRow } from '../api/access-types';
import { errorWords, type Http } from '../api/http';
import { Store } from './store';

export const AUDIT_ROWS_MAX = 1000;

export interface AuditState {
  filter: AuditFilter;
  rows: AuditRow[] | null;
  next: string | null;
  busy: boolean;
  problem: string;
  verifying: boolean;
  report: AuditReport | null;
  verifyProblem: string;
}

export class AuditTrail extends Store<AuditState> {
  private asked = 0;

  constructor(private readonly http: Http) {
    super({
      filter: { actor: '', action: '' },
      rows: null,
      next: null,
      busy: false,
      problem: '',
      verifying: false,
      report: null,
      verifyProblem: '',
    });
  }

  /** From the newest on. What an earlier filter still answers is dropped. */
  load(filter: AuditFilter = this.value.filter): Promise<void> {
    this.set({ ...this.value, filter });
    return this.read([], null);
  }

  async more(): Promise<void> {
    const { rows, next, busy } = this.value;
    if (next && !busy) await this.read(rows ?? [], next);
  }

  private async read(before: AuditRow[], cursor: string | null): Promise<void> {
    const turn = ++this.asked;
    this.set({ ...this.value, busy: true });
    try {
      const found = await readAudit(this.http, this.value.filter, cursor);
      if (turn !== this.asked) return;
      const rows = [...before, ...found.data].slice(0, AUDIT_ROWS_MAX);
      const next = rows.length < AUDIT_ROWS_MAX ? found.next_cursor : null;
      this.set({ ...this.value, rows, next, busy: false, problem: '' });
    } catch (error) {
      if (turn !== this.asked) return;
      this.set({ ...this.value, busy: false, problem: errorWords(error) });
    }
  }

  async verify(): Promise<void> {
    if (this.value.verifying) return;
    this.set({ ...this.value, verifying: true, report: null, verifyProblem: '' });
    try {
      this.set({ ...this.value, report: await verifyAudit(this.http), verifying: false });
    } catch (error) {
      this.set({ ...this.value, verifying: false, verifyProblem: errorWords(error) });
    }
  }
}
