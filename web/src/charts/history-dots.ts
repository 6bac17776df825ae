// Decisions of one entity -> dots over time: amounts where there are any, else risk scores.
import type { DecisionRow, Level } from '../api/types';

export interface HistoryDot {
  id: string;
  /** Both 0 to 1; y upwards. */
  x: number;
  y: number;
  level: Level;
  own: boolean;
}

export interface HistoryDots {
  unit: 'amount' | 'score';
  /** Of amounts; null where they are mixed or there are none. */
  currency: string | null;
  top: number;
  fromMs: number;
  untilMs: number;
  dots: HistoryDot[];
}

const momentOf = (row: DecisionRow): number =>
  Date.parse(row.event_time ?? row.ingested_at ?? '');

export function historyDots(rows: DecisionRow[], ownId: string): HistoryDots | null {
  const timed = rows.filter((row) => !Number.isNaN(momentOf(row)));
  const priced = timed.filter((row) => row.amount !== null);
  const unit = priced.length > 0 ? 'amount' : 'score';
  const shown = unit === 'amount' ? priced : timed;
  if (shown.length === 0) return null;
  const valueOf = (row: DecisionRow) => (unit === 'amount' ? Number(row.amount) : row.risk_score);
  const times = shown.map(momentOf);
  const [fromMs, untilMs] = [Math.min(...times), Math.max(...times)];
  const top = unit === 'score' ? 100 : Math.max(...shown.map(valueOf), 1);
  const currencies = new Set(shown.map((row) => row.currency));
  return {
    unit,
    currency: unit === 'amount' && currencies.size === 1 ? (shown[0]?.currency ?? null) : null,
    top,
    fromMs,
    untilMs,
    dots: shown.map((row) => ({
      id: row.id,
      x: untilMs > fromMs ? (momentOf(row) - fromMs) / (untilMs - fromMs) : 1,
      y: Math.max(0, valueOf(row) / top),
      level: row.risk_level,
      own: row.id === ownId,
    })),
  };
}
