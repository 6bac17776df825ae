// One pure reducer for each type of live message: (current state, data) -> next state.
import type { LiveMessage, LivePayloads, LiveType } from '../api/decode/live-message';
import { ALERTS_MAX, FEED_ROWS_MAX } from '../api/limits';
import { extendHistory } from './history';
import type { LiveState } from './live-state';

type Reducers = { [T in LiveType]: (current: LiveState, data: LivePayloads[T]) => LiveState };

export const reducers: Reducers = {
  hello: (_current, data) => ({
    server: data.server,
    stats: data.stats,
    history: data.history,
    decisions: data.decisions.slice(0, FEED_ROWS_MAX),
    skipped: 0,
    alerts: data.alerts.slice(0, ALERTS_MAX),
    health: data.health,
    training: null,
  }),

  stats: (current, stats) => ({
    ...current,
    stats,
    history: extendHistory(current.history, stats.points),
  }),

  decisions: (current, { rows, skipped }) => ({
    ...current,
    decisions: prepend(rows, current.decisions, FEED_ROWS_MAX),
    skipped: current.skipped + skipped,
  }),

  alert: (current, alert) => ({
    ...current,
    alerts: prepend([alert], current.alerts, ALERTS_MAX),
  }),

  health: (current, health) => ({ ...current, health }),

  training: (current, training) => ({ ...current, training }),
};

export function reduce(current: LiveState, message: LiveMessage): LiveState {
  const reducer = reducers[message.type] as (state: LiveState, data: unknown) => LiveState;
  return reducer(current, message.data);
}

/** Newest first, each id once, at most `max`. */
function prepend<T extends { id: string }>(news: T[], known: T[], max: number): T[] {
  const ids = new Set(news.map((item) => item.id));
  return [...news, ...known.filter((item) => !ids.has(item.id))].slice(0, max);
}
