// The case that is open: reading it, changing it, and what to say when somebody else was quicker.
import type { Case, CaseDetail, CasePatch } from '../api/case-types';
import { changeCase, readCase } from '../api/cases';
import { ApiError, errorWords, type Http } from '../api/http';
import { overtakenWords } from '../format/case-words';
import { Store } from './store';

export interface WorkState {
  id: string | null;
  detail: CaseDetail | null;
  problem: string;
  /** What another person or a new alert did to it while it was open. */
  overtaken: string;
  busy: boolean;
}

const closed: WorkState = { id: null, detail: null, problem: '', overtaken: '', busy: false };

/** `overtaken`: nothing was changed, and the case has been read anew. */
export type ChangeResult =
  | { kind: 'done'; now: Case }
  | { kind: 'overtaken' }
  | { kind: 'failed'; problem: string };

export class CaseWork extends Store<WorkState> {
  private request: AbortController | null = null;

  constructor(private readonly http: Http) {
    super(closed);
  }

  async open(id: string | null): Promise<void> {
    if (id === this.value.id) return;
    this.request?.abort();
    this.set({ ...closed, id });
    if (id) await this.load();
  }

  async load(): Promise<void> {
    const { id } = this.value;
    if (!id) return;
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    try {
      const detail = await readCase(this.http, id, request.signal);
      if (!request.signal.aborted) this.set({ ...this.value, detail, problem: '' });
    } catch (error) {
      if (!request.signal.aborted) this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  /** A newer version was seen in the queue; what `me` did needs no words. */
  async follow(row: Case, me: string): Promise<void> {
    const { detail, busy } = this.value;
    if (busy || !detail || row.id !== detail.id || row.version <= detail.version) return;
    await (row.changed_by === me ? this.load() : this.reload());
  }

  /** Labels come a moment after a case was closed. */
  get waitsForLabels(): boolean {
    return this.value.detail?.labels_due ?? false;
  }

  async change(patch: CasePatch): Promise<ChangeResult> {
    const { detail, busy } = this.value;
    if (!detail || busy) return { kind: 'failed', problem: 'One moment, please.' };
    this.set({ ...this.value, busy: true, overtaken: '' });
    try {
      const now = await changeCase(this.http, detail.id, detail.version, patch);
      this.patch(detail.id, { busy: false });
      if (this.value.id === detail.id) await this.load();
      return { kind: 'done', now };
    } catch (error) {
      this.patch(detail.id, { busy: false });
      if (!(error instanceof ApiError) || error.status !== 409)
        return { kind: 'failed', problem: errorWords(error) };
      await this.reload();
      return { kind: 'overtaken' };
    }
  }

  stop(): void {
    this.request?.abort();
  }

  private async reload(): Promise<void> {
    await this.load();
    const { detail } = this.value;
    if (detail) this.set({ ...this.value, overtaken: overtakenWords(detail) });
  }

  private patch(id: string, part: Partial<WorkState>): void {
    if (this.value.id === id) this.set({ ...this.value, ...part });
  }
}
