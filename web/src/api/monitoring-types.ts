// How well the models do on what has been labelled, as GET /monitoring tells.
import type { Kind } from './types';

export const DRIFT_LEVELS = ['stable', 'moving', 'shifted'] as const;
export type DriftLevel = (typeof DRIFT_LEVELS)[number];
export const ACCURACY_STATES = ['ok', 'dropped', 'unknown'] as const;
export type AccuracyState = (typeof ACCURACY_STATES)[number];

/** Null where not defined: no fraud, none flagged. */
export interface Figures {
  decisions: number;
  labelled: number;
  frauds: number;
  flagged: number;
  precision: number | null;
  recall: number | null;
  false_positive_rate: number | null;
  auc: number | null;
  average_precision: number | null;
}

export interface DayFigures extends Figures {
  /** "2026-11-14" */
  day: string;
  /** Old enough that nearly all of its labels have come. */
  mature: boolean;
}

export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  mean_probability: number | null;
  fraud_share: number | null;
}

export interface DriftSpan {
  from: string | null;
  until: string | null;
  decisions: number;
}

/** Population stability index and what it means. */
export interface DriftValue {
  psi: number;
  level: DriftLevel;
}

export interface Drift {
  reference: DriftSpan;
  current: DriftSpan;
  score: DriftValue;
  features: (DriftValue & { name: string })[];
}

export interface ComparedFigures {
  auc: number | null;
  average_precision: number | null;
}

/** Champion against challenger: the difference of the AUC with its 95 % interval. */
export interface Comparison {
  id: string;
  version: number;
  decisions: number;
  labelled: number;
  champion: ComparedFigures;
  challenger: ComparedFigures;
  difference: number | null;
  low: number | null;
  high: number | null;
  significant: boolean;
  text: string | null;
}

export interface Monitoring {
  about: Kind;
  /** Null until the first run is done. */
  computed_at: string | null;
  maturity_days: number;
  /** Below 1 where there were too many payments to look at all; counts are of the sample. */
  sample_share: number | null;
  days: DayFigures[];
  total: Figures | null;
  reliability: ReliabilityBin[];
  drift: Drift | null;
  accuracy: { state: AccuracyState; text: string | null } | null;
  challenger: Comparison | null;
}
