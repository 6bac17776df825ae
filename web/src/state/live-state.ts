// What the dashboard knows from the live channel.
import type {
  Alert,
  DecisionRow,
  Health,
  Point,
  ServerInfo,
  Stats,
  Totals,
  Training,
} from '../api/types';

export interface LiveState {
  server: ServerInfo | null;
  stats: Stats | null;
  history: Point[];
  /** The totals at the end of the newest point; the next point is the difference from here. */
  baseline: { timeMs: number; totals: Totals } | null;
  decisions: DecisionRow[];
  /** Decisions that the server left out of the feed since the snapshot. */
  skipped: number;
  alerts: Alert[];
  health: Health | null;
  training: Training | null;
}

export const emptyLiveState: LiveState = {
  server: null,
  stats: null,
  history: [],
  baseline: null,
  decisions: [],
  skipped: 0,
  alerts: [],
  health: null,
  training: null,
};
