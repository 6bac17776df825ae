// What was decided about the same card, customer, merchant, device or phone up to a decision.
import { searchDecisions } from '../api/decisions';
import { errorWords, type Http } from '../api/http';
import type { DecisionRow } from '../api/types';
import { Store } from './store';

export const HISTORY_ROWS = 20;

export interface Entity {
  kind: string;
  value: string;
}

export interface HistoryState {
  entity: Entity | null;
  /** Newest first; the decision itself is among them. Null while loading. */
  rows: DecisionRow[] | null;
  problem: string;
}

const nothing: HistoryState = { entity: null, rows: null, problem: '' };

/** The entities of a decision that its history can be read of. */
export function entitiesOf(row: DecisionRow): Entity[] {
  const known: [string, string | null][] = [
    ['card', row.card],
    ['phone', row.phone_number],
    ['customer', row.customer_id],
    ['merchant', row.merchant_id],
    ['terminal', row.terminal_id],
    ['device', row.device_id],
    ['ip', row.ip],
  ];
  return known.flatMap(([kind, value]) => (value ? [{ kind, value }] : []));
}

export class EntityHistory extends Store<HistoryState> {
  private running: AbortController | null = null;

  constructor(private readonly http: Http) {
    super(nothing);
  }

  async load(decision: DecisionRow, entity: Entity): Promise<void> {
    this.running?.abort();
    const request = new AbortController();
    this.running = request;
    this.set({ entity, rows: null, problem: '' });
    const query = new URLSearchParams({ entity: `${entity.kind}:${entity.value}` });
    const until = upTo(decision.event_time);
    if (until) query.set('to', until);
    try {
      const page = await searchDecisions(this.http, query, null, request.signal, HISTORY_ROWS);
      if (request.signal.aborted) return;
      this.set({ entity, rows: withItself(page.data, decision), problem: '' });
    } catch (error) {
      if (!request.signal.aborted) this.set({ entity, rows: [], problem: errorWords(error) });
    }
  }

  stop(): void {
    this.running?.abort();
  }
}

/** The end of the span is left out by the server: a millisecond later takes the decision in. */
const upTo = (moment: string | null): string | null =>
  moment === null ? null : new Date(Date.parse(moment) + 1).toISOString();

/** A search may be a moment behind what was just decided. */
const withItself = (rows: DecisionRow[], decision: DecisionRow): DecisionRow[] =>
  rows.some(({ id }) => id === decision.id) ? rows : [decision, ...rows].slice(0, HISTORY_ROWS);
