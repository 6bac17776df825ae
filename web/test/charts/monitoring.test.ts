// The drawings of the monitoring: lines by day, and points beside the diagonal.
import { describe, expect, it } from 'vitest';
import { axisDays, dayAt, dayLine } from '../../src/charts/day-lines';
import { calibrationError, reliabilityPoints } from '../../src/charts/reliability-points';
import { day } from '../samples';

const box = { width: 300, height: 100 };

describe('lines by day', () => {
  it('part settled days from those whose labels still come in', () => {
    const days = [0.5, 0.6, 0.7, 0.8].map((auc, index) => day({ auc, mature: index < 2 }));
    const { settled, open, dots } = dayLine(days, 'auc', box);
    expect(settled).toBe('M0.0 50.0L100.0 40.0');
    // Joined to the last settled day, so that the line does not break.
    expect(open).toBe('M100.0 40.0L200.0 30.0L300.0 20.0');
    expect(dots.map((dot) => dot.mature)).toEqual([true, true, false, false]);
  });

  it('leave out days without the figure', () => {
    const days = [day({ recall: null }), day({ recall: 0.2 }), day({ recall: null })];
    const { dots, settled, open } = dayLine(days, 'recall', box);
    expect(dots).toEqual([{ x: 150, y: 80, mature: true }]);
    expect([settled, open]).toEqual(['', '']);
  });

  it('stay in their box and off nothing', () => {
    expect(dayLine([day({ auc: 1.5 })], 'auc', box).dots[0]).toMatchObject({ x: 150, y: 0 });
    expect(dayLine([], 'auc', box)).toEqual({ dots: [], settled: '', open: '' });
  });

  it('find the day under the pointer', () => {
    expect([-5, 0, 149, 151, 999].map((x) => dayAt(x, 3, box))).toEqual([0, 0, 1, 1, 2]);
    expect(dayAt(200, 1, box)).toBe(0);
  });

  it('write the newest day and as many others as fit', () => {
    expect(axisDays(30, 4)).toEqual([9, 19, 29]);
    expect(axisDays(3, 8)).toEqual([0, 1, 2]);
    expect(axisDays(1, 2)).toEqual([0]);
    expect(axisDays(0, 2)).toEqual([]);
  });
});

describe('reliability', () => {
  const bin = (low: number, count: number, said: number | null, was: number | null) => ({
    low,
    high: low + 0.1,
    count,
    mean_probability: said,
    fraud_share: was,
  });

  it('draws no point for an empty bin', () => {
    const points = reliabilityPoints([bin(0, 900, 0.01, 0.02), bin(0.1, 0, null, null)]);
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ probability: 0.01, share: 0.02, count: 900 });
  });

  it('gives larger bins larger points', () => {
    const [large, small] = reliabilityPoints([bin(0, 900, 0, 0), bin(0.5, 9, 0.5, 0.5)]);
    expect(large?.radius).toBeGreaterThan(small?.radius ?? 99);
    expect(large?.bar).toBe(1);
    expect(small?.bar).toBeGreaterThan(0.2);
  });

  it('weighs the distance from the diagonal by counts', () => {
    const points = reliabilityPoints([bin(0, 300, 0.1, 0.1), bin(0.5, 100, 0.5, 0.9)]);
    expect(calibrationError(points)).toBeCloseTo(0.1);
    expect(calibrationError([])).toBeNull();
  });
});
