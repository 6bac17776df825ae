// The decision that is open in the drawer: its explanation, its relatives, its label.
import { labelDecision, readDecision, searchDecisions } from '../api/decisions';
import { errorWords, type Http } from '../api/http';
import type { DecisionDetail, DecisionRow, Label } from '../api/types';
import { Store } from './store';

const RELATED_ROWS = 8;

export interface DetailState {
  id: string | null;
  decision: DecisionDetail | null;
  related: DecisionRow[] | null;
  problem: string;
  labelling: boolean;
}

const closed: DetailState = {
  id: null,
  decision: null,
  related: null,
  problem: '',
  labelling: false,
};

export class DecisionDetailStore extends Store<DetailState> {
  private request: AbortController | null = null;

  constructor(private readonly http: Http) {
    super(closed);
  }

  async open(id: string | null): Promise<void> {
    if (id === this.value.id) return;
    this.request?.abort();
    this.set({ ...closed, id });
    if (id) await this.load(id);
  }

  async load(id: string): Promise<void> {
    const request = new AbortController();
    this.request = request;
    try {
      const decision = await readDecision(this.http, id, request.signal);
      if (request.signal.aborted) return;
      this.set({ ...this.value, decision, problem: '' });
      await this.loadRelated(decision, request.signal);
    } catch (error) {
      if (!request.signal.aborted) this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  /** Resolves to words about what went wrong, or to null. */
  async label(label: Label, note: string): Promise<string | null> {
    const { decision } = this.value;
    if (!decision || this.value.labelling) return null;
    this.set({ ...this.value, labelling: true });
    try {
      await labelDecision(this.http, decision.id, label, note);
      this.patch(decision.id, { decision: { ...decision, label } });
      return null;
    } catch (error) {
      return errorWords(error);
    } finally {
      this.patch(decision.id, { labelling: false });
    }
  }

  private async loadRelated(decision: DecisionDetail, signal: AbortSignal): Promise<void> {
    const entity = entityOf(decision);
    if (!entity) return this.patch(decision.id, { related: [] });
    try {
      const query = new URLSearchParams({ entity });
      const page = await searchDecisions(this.http, query, null, signal, RELATED_ROWS + 1);
      const related = page.data.filter((row) => row.id !== decision.id).slice(0, RELATED_ROWS);
      this.patch(decision.id, { related });
    } catch {
      // The explanation stands on its own: without relatives that part just stays empty.
      this.patch(decision.id, { related: [] });
    }
  }

  private patch(id: string, part: Partial<DetailState>): void {
    if (this.value.id === id) this.set({ ...this.value, ...part });
  }
}

/** The entity whose other decisions say most about this one, with its kind. */
export function entityOf(row: DecisionRow): string | null {
  if (row.phone_number) return `phone:${row.phone_number}`;
  if (row.card) return `card:${row.card}`;
  return row.customer_id ? `customer:${row.customer_id}` : null;
}
