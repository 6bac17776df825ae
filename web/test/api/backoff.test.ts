// Waiting between attempts.
import { describe, expect, it } from 'vitest';
import { RETRY_MS_MAX, RETRY_MS_MIN, retryDelayMs } from '../../src/api/backoff';

describe('retryDelayMs', () => {
  it('grows and stays within its bounds', () => {
    const waits = [0, 1, 2, 3, 4, 5, 50, 5000].map((attempt) => retryDelayMs(attempt, 0.99));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(RETRY_MS_MIN);
    expect(Math.max(...waits)).toBeLessThanOrEqual(RETRY_MS_MAX);
    expect(waits[7]).toBeGreaterThan(RETRY_MS_MAX * 0.9);
  });

  it('spreads clients that lost the line together', () => {
    expect(retryDelayMs(6, 0.9) - retryDelayMs(6, 0.1)).toBeGreaterThan(RETRY_MS_MAX / 4);
  });
});
