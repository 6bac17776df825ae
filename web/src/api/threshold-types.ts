// From which risk on events are reviewed, as GET /thresholds tells of it.
import type { Kind } from './types';

export interface ThresholdChange {
  about: Kind;
  /** Points of risk, 0 to 100; null: the levels of the settings decide. */
  review_from: number | null;
  changed_at: string;
  /** "goal" where the server set it to hold a goal of the settings. */
  by: string;
  note: string;
}

/** What the settings want held; both null where they want nothing. */
export interface ReviewGoal {
  alerts_per_day: number | null;
  false_positive_rate_max: number | null;
}

export interface Thresholds {
  goal: ReviewGoal;
  /** The newest change of each; null where there never was one. */
  transaction: ThresholdChange | null;
  message: ThresholdChange | null;
  /** Newest first. */
  data: ThresholdChange[];
}

export type ThresholdRequest = Pick<ThresholdChange, 'about' | 'review_from' | 'note'>;
