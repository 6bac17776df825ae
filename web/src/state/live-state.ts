// What the dashboard knows from the live channel.
import type {
  Alert,
  DecisionRow,
  Health,
  Point,
  ServerInfo,
  Stats,
  Training,
} from '../api/types';

export interface LiveState {
  server: ServerInfo | null;
  stats: Stats | null;
  history: Point[];
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
  decisions: [],
  skipped: 0,
  alerts: [],
  health: null,
  training: null,
};
