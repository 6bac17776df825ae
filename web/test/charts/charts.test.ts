// Axis ends and series.
import { describe, expect, it } from 'vitest';
import { BUCKET_MS, buckets, largest, line, spanOf, usual } from '../../src/charts/series';
import { roundUp, steadyMax } from '../../src/charts/steady-range';
import { point, T0 } from '../samples';

describe('steadyMax', () => {
  it('gives round ends that hold all data', () => {
    expect([0, 0.3, 1, 190, 201, 4001, 100_000].map(roundUp)).toEqual([
      1, 0.4, 1, 200, 400, 6000, 100_000,
    ]);
  });

  it('does not jump while the data wobbles', () => {
    let end = 0;
    const ends = [180, 210, 190, 250, 170, 230].map((value) => (end = steadyMax(end, value)));
    expect(ends).toEqual([200, 400, 400, 400, 400, 400]);
  });

  it('shrinks when it is far too large', () => {
    expect(steadyMax(4000, 30)).toBe(40);
  });
});

describe('series', () => {
  it('sums ten seconds at the middle of the bucket', () => {
    const points = [point(0), point(9000), point(10_000, { flagged: 7 })];
    expect(buckets(points, (each) => each.flagged)).toEqual([
      { x: T0 + BUCKET_MS / 2, y: 8 },
      { x: T0 + BUCKET_MS * 1.5, y: 7 },
    ]);
  });

  it('keeps unknown values as gaps', () => {
    expect(line([point(0, { p50_us: null })], (each) => each.p50_us)).toEqual([{ x: T0, y: null }]);
  });

  it('widens the time axis with the data', () => {
    const series = [{ id: '', label: '', color: '', data: [{ x: 0, y: 1 }] }];
    const since = (ms: number) => spanOf(series, ms);
    expect([5_000, 120_000, 120_001, 400_000, 900_000].map(since)).toEqual([
      120_000, 120_000, 240_000, 600_000, 600_000,
    ]);
    expect(spanOf([], 5)).toBe(120_000);
  });

  it('does not let one peak set the axis', () => {
    const data = Array.from({ length: 100 }, (_, x) => ({ x, y: x === 50 ? 9000 : 100 }));
    const series = [{ id: 'p99', label: '', color: '', data }];
    expect(usual(series, new Set())).toBe(150);
    expect(usual(series, new Set(['p99']))).toBe(0);
  });

  it('takes the largest of what is shown', () => {
    const series = [
      { id: 'a', label: '', color: '', data: [{ x: 0, y: 5 }] },
      {
        id: 'b',
        label: '',
        color: '',
        data: [
          { x: 0, y: 9 },
          { x: 1, y: null },
        ],
      },
    ];
    expect(largest(series, new Set())).toBe(9);
    expect(largest(series, new Set(['b']))).toBe(5);
  });
});
