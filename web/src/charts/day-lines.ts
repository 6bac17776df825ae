// Figures by day -> lines in a box: settled days apart from those whose labels still come in.
import type { DayFigures } from '../api/monitoring-types';

export const DAY_SERIES = [
  { key: 'auc', label: 'AUC', color: '--series-1' },
  { key: 'average_precision', label: 'Average precision', color: '--series-2' },
  { key: 'precision', label: 'Precision', color: '--series-3' },
  { key: 'recall', label: 'Recall', color: '--risk-high' },
] as const;
export type DayKey = (typeof DAY_SERIES)[number]['key'];

export interface Box {
  width: number;
  height: number;
}

export interface Dot {
  x: number;
  y: number;
  mature: boolean;
}

export interface DayLine {
  dots: Dot[];
  /** SVG path of the settled days. */
  settled: string;
  /** The same for days that are not mature, joined to the last settled one. */
  open: string;
}

/** The middle of the column of a day; a single day stands in the middle. */
export const dayX = (index: number, days: number, { width }: Box): number =>
  days < 2 ? width / 2 : (index / (days - 1)) * width;

/** Shares: 0 at the bottom, 1 at the top. */
export const shareY = (share: number, { height }: Box): number =>
  height * (1 - Math.min(1, Math.max(0, share)));

export function dayLine(days: DayFigures[], key: DayKey, box: Box): DayLine {
  const dots = days.flatMap((day, index): Dot[] => {
    const value = day[key];
    if (value === null) return [];
    return [{ x: dayX(index, days.length, box), y: shareY(value, box), mature: day.mature }];
  });
  const firstOpen = dots.findIndex((dot) => !dot.mature);
  const split = firstOpen === -1 ? dots.length : firstOpen;
  return {
    dots,
    settled: pathOf(dots.slice(0, split)),
    open: split < dots.length ? pathOf(dots.slice(Math.max(0, split - 1))) : '',
  };
}

const pathOf = (dots: Dot[]): string =>
  dots.length < 2
    ? ''
    : `M${dots.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

/** The day whose column is nearest to `x`. */
export function dayAt(x: number, days: number, box: Box): number {
  if (days < 2 || box.width <= 0) return 0;
  return Math.min(days - 1, Math.max(0, Math.round((x / box.width) * (days - 1))));
}

/** At most `max` days to write below the axis, evenly spread, the newest among them. */
export function axisDays(days: number, max: number): number[] {
  if (days === 0) return [];
  const step = Math.max(1, Math.ceil((days - 1) / Math.max(1, max - 1)));
  const marks = [];
  for (let index = days - 1; index >= 0; index -= step) marks.unshift(index);
  return marks;
}
