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
export const BUCKET_MS = 10_000;

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

export function largest(series: Series[], hidden: ReadonlySet<string>): number {
  let max = 0;
  for (const { id, data } of series) {
    if (hidden.has(id)) continue;
    for (const { y } of data) if (y !== null && y > max) max = y;
  }
  return max;
}
