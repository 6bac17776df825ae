// Bins of probabilities -> points beside the diagonal, and how far off they are on average.
import type { ReliabilityBin } from '../api/monitoring-types';

export interface ReliabilityPoint {
  probability: number;
  share: number;
  count: number;
  /** Radius in px: the area follows the count. */
  radius: number;
  /** Height of its bar in the histogram, 0 to 1; the logarithm keeps rare bins visible. */
  bar: number;
  low: number;
  high: number;
}

const RADIUS_MIN = 3;
const RADIUS_MAX = 9;

/** Bins in which nothing fell have no point. */
export function reliabilityPoints(bins: ReliabilityBin[]): ReliabilityPoint[] {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  return bins.flatMap(({ low, high, count, mean_probability, fraud_share }) => {
    if (count === 0 || mean_probability === null || fraud_share === null) return [];
    const radius = Math.max(RADIUS_MIN, RADIUS_MAX * Math.sqrt(count / most));
    const bar = Math.log1p(count) / Math.log1p(most);
    return [{ probability: mean_probability, share: fraud_share, count, radius, bar, low, high }];
  });
}

/** Mean distance from the diagonal, weighed by counts; null without any. */
export function calibrationError(points: ReliabilityPoint[]): number | null {
  const all = points.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  const off = points.reduce(
    (sum, { count, probability, share }) => sum + count * Math.abs(probability - share),
    0,
  );
  return off / all;
}
