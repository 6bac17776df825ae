// How long to wait before the next attempt to connect.

export const RETRY_MS_MIN = 500;
export const RETRY_MS_MAX = 8000;

/** Doubles with each failed attempt; `random` in [0, 1) spreads many tabs over half of the span. */
export function retryDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(attempt, 16));
  return Math.max(RETRY_MS_MIN, Math.round(ceiling / 2 + (ceiling / 2) * random));
}
