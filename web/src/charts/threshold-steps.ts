// Changes of a threshold -> a step line in a box: it stays until the next change, the last to now.
import type { ThresholdChange } from '../api/threshold-types';
import type { Kind } from '../api/types';
import type { Box } from './day-lines';
import { roundUp } from './steady-range';

const POINTS_MAX = 100;

export interface Span {
  fromMs: number;
  toMs: number;
}

export interface StepDot {
  x: number;
  y: number;
  change: ThresholdChange;
}

/** Where the levels of the settings decide, the line is broken. */
export interface Steps {
  path: string;
  dots: StepDot[];
}

/** From the first change of any kind to now; null without changes. */
export function spanOfChanges(changes: ThresholdChange[], nowMs: number): Span | null {
  if (changes.length === 0) return null;
  const fromMs = Math.min(...changes.map((each) => Date.parse(each.changed_at)));
  return { fromMs, toMs: Math.max(nowMs, fromMs + 1) };
}

/** The upper end of the axis of points: round, and never above all the points there are. */
export function pointsEnd(changes: ThresholdChange[]): number {
  const highest = Math.max(1, ...changes.map((each) => each.review_from ?? 0));
  return Math.min(POINTS_MAX, roundUp(1.05 * highest));
}

export const pointsY = (value: number, end: number, { height }: Box): number =>
  height * (1 - Math.min(1, value / end));

export function stepsOf(
  changes: ThresholdChange[],
  about: Kind,
  span: Span,
  end: number,
  box: Box,
): Steps {
  const own = changes
    .filter((each) => each.about === about)
    .sort((a, b) => Date.parse(a.changed_at) - Date.parse(b.changed_at));
  const timeX = (ms: number) => ((ms - span.fromMs) / (span.toMs - span.fromMs)) * box.width;
  const dots: StepDot[] = [];
  let path = '';
  let isDrawing = false;
  own.forEach((change, index) => {
    const x = timeX(Date.parse(change.changed_at));
    const next = own[index + 1];
    const until = next ? timeX(Date.parse(next.changed_at)) : box.width;
    if (change.review_from === null) {
      isDrawing = false;
      return;
    }
    const y = pointsY(change.review_from, end, box);
    dots.push({ x, y, change });
    path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}H${until.toFixed(1)}`;
    isDrawing = true;
  });
  return { path, dots };
}
