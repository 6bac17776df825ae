// Continues the per-second history of the snapshot from the totals of each stats message.
import { HISTORY_POINTS_MAX } from '../api/limits';
import type { Point, Stats, Totals } from '../api/types';
import type { LiveState } from './live-state';

type History = Pick<LiveState, 'history' | 'baseline'>;

/** Stats come every half second; two of them, a little early or late, make one point. */
const POINT_MS_MIN = 900;

const flaggedIn = (totals: Totals) => totals.by_outcome.review + totals.by_outcome.decline;

/** Adds a point when a second has passed since the last; otherwise changes nothing. */
export function extendHistory(current: History, stats: Stats): History {
  const timeMs = Date.parse(stats.time);
  const { baseline } = current;
  if (!baseline || timeMs < baseline.timeMs || hasRestarted(baseline.totals, stats.totals)) {
    return { history: current.history, baseline: { timeMs, totals: stats.totals } };
  }
  if (timeMs - baseline.timeMs < POINT_MS_MIN) return current;
  const point = pointBetween(baseline, timeMs, stats);
  return {
    history: [...current.history, point].slice(-HISTORY_POINTS_MAX),
    baseline: { timeMs, totals: stats.totals },
  };
}

/** Totals only fall when the server has started anew. */
const hasRestarted = (before: Totals, after: Totals) => after.decisions < before.decisions;

function pointBetween(
  baseline: NonNullable<History['baseline']>,
  timeMs: number,
  stats: Stats,
): Point {
  const elapsed = (timeMs - baseline.timeMs) / 1000;
  const perSecond = (now: number, before: number) => Math.max(0, (now - before) / elapsed);
  const { totals } = stats;
  return {
    time: stats.time,
    decisions: perSecond(totals.decisions, baseline.totals.decisions),
    flagged: perSecond(flaggedIn(totals), flaggedIn(baseline.totals)),
    critical: perSecond(totals.by_level.Critical, baseline.totals.by_level.Critical),
    p50_us: stats.latency_us.p50,
    p99_us: stats.latency_us.p99,
  };
}
