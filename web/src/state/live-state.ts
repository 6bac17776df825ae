// What the dashboard knows from the live channel.
import type { Training } from '../api/model-types';
import type { Alert, DecisionRow, Health, Point, ServerInfo, Stats } from '../api/types';

export interface LiveState {
  server: ServerInfo | null;
  stats: Stats | null;
  history: Point[];
  decisions: DecisionRow[];
  /** Decisions that the server left out of the feed since the snapshot. */
  skipped: number;
  alerts: Alert[];
  health: Health | null;
  /** The newest news of a training; null before the first since the snapshot. */
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
