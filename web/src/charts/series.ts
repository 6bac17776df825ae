// History points -> the series that the charts draw.
import type { Point } from '../api/types';

export interface XY {
  x: number;
  y: number | null;
}

export interface Series {
  id: string;
  label: string;
  /** Name of the colour token, for example --series-1. */
  color: string;
  data: XY[];
  fill?: boolean;
}

export const SPAN_MS = 600_000;
/** Chart widths that divide by two into round words; the smallest that holds all data is taken. */
const SPANS_MS = [120_000, 240_000, SPAN_MS];
export const BUCKET_MS = 10_000;

/** A server that just started fills its charts too: they widen as the data grows. */
export function spanOf(series: Series[], nowMs: number): number {
  const firsts = series.flatMap(({ data }) => (data[0] ? [data[0].x] : []));
  const needed = nowMs - Math.min(nowMs, ...firsts);
  return SPANS_MS.find((span) => needed <= span) ?? SPAN_MS;
}

export function line(points: Point[], pick: (point: Point) => number | null): XY[] {
  return points.map((point) => ({ x: Date.parse(point.time), y: pick(point) }));
}

/** Sums per ten seconds, at the middle of each bucket; buckets with no point are left out. */
export function buckets(points: Point[], pick: (point: Point) => number): XY[] {
  const sums = new Map<number, number>();
  for (const point of points) {
    const start = Math.floor(Date.parse(point.time) / BUCKET_MS) * BUCKET_MS;
    sums.set(start, (sums.get(start) ?? 0) + pick(point));
  }
  return [...sums].map(([start, sum]) => ({
    x: start + BUCKET_MS / 2,
    y: Math.round(sum * 10) / 10,
  }));
}

/** What nearly all values stay below, with room: one slow moment must not flatten the rest. */
export function usual(series: Series[], hidden: ReadonlySet<string>): number {
  const tops = series
    .filter(({ id }) => !hidden.has(id))
    .map(({ data }) => {
      const values = data.flatMap(({ y }) => (y === null ? [] : [y])).sort((a, b) => a - b);
      return values[Math.floor(values.length * 0.95)] ?? 0;
    });
  return Math.min(1.5 * Math.max(0, ...tops), largest(series, hidden));
}

export function largest(series: Series[], hidden: ReadonlySet<string>): number {
  let max = 0;
  for (const { id, data } of series) {
    if (hidden.has(id)) continue;
    for (const { y } of data) if (y !== null && y > max) max = y;
  }
  return max;
}
