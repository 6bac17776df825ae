// The step line of the thresholds.
import { describe, expect, it } from 'vitest';
import { pointsEnd, spanOfChanges, stepsOf } from '../../src/charts/threshold-steps';
import { at, T0, thresholdChange } from '../samples';

const BOX = { width: 100, height: 50 };
const change = (ms: number, review_from: number | null) =>
  thresholdChange({ review_from, changed_at: at(ms) });

describe('stepsOf', () => {
  /** Newest first, as the server gives them. */
  const changes = [change(3000, 20), change(2000, 40), change(0, 20)];
  const span = { fromMs: T0, toMs: T0 + 4000 };

  it('stays until the next change, the last one to now', () => {
    const { path, dots } = stepsOf(changes, 'transaction', span, 40, BOX);
    expect(path).toBe('M0.0 25.0H50.0L50.0 0.0H75.0L75.0 25.0H100.0');
    expect(dots.map(({ x, y }) => [x, y])).toEqual([
      [0, 25],
      [50, 0],
      [75, 25],
    ]);
  });

  it('breaks where the levels decide, and keeps kinds apart', () => {
    const broken = [change(3000, 20), change(2000, null), change(0, 20)];
    const { path, dots } = stepsOf(broken, 'transaction', span, 40, BOX);
    expect(path).toBe('M0.0 25.0H50.0M75.0 25.0H100.0');
    expect(dots).toHaveLength(2);
    expect(stepsOf(broken, 'message', span, 40, BOX)).toEqual({ path: '', dots: [] });
  });
});

describe('axes', () => {
  it('reach from the first change to now', () => {
    expect(spanOfChanges([], T0)).toBeNull();
    expect(spanOfChanges([change(5, 1), change(0, 2)], T0 + 9)).toEqual({
      fromMs: T0,
      toMs: T0 + 9,
    });
    expect(spanOfChanges([change(0, 1)], T0 - 50)).toEqual({ fromMs: T0, toMs: T0 + 1 });
  });

  it('end at round points, never above a hundred', () => {
    expect(pointsEnd([change(0, 5)])).toBe(6);
    expect(pointsEnd([change(0, 99)])).toBe(100);
    expect(pointsEnd([change(0, null)])).toBe(2);
  });
});
