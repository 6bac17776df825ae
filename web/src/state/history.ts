// Continues the per-second history of the snapshot with the seconds that each stats message brings.
import { HISTORY_POINTS_MAX } from '../api/limits';
import type { Point } from '../api/types';

/** Seconds that are known already (a snapshot may overlap the message after it) are left out. */
export function extendHistory(history: Point[], points: Point[]): Point[] {
  const newest = history.at(-1)?.time ?? '';
  const fresh = points.filter((each) => each.time > newest);
  return fresh.length === 0 ? history : [...history, ...fresh].slice(-HISTORY_POINTS_MAX);
}
