// Decoder of GET /thresholds.
import type { ReviewGoal, ThresholdChange, Thresholds } from '../threshold-types';
import { KINDS } from '../types';
import { count, list, nullable, object, oneOf, text, time } from './read';

const CHANGES_MAX = 500;

const change = object<ThresholdChange>({
  about: oneOf(KINDS),
  review_from: nullable(count),
  changed_at: time,
  by: text,
  note: text,
});

export const thresholds = object<Thresholds>({
  goal: object<ReviewGoal>({
    alerts_per_day: nullable(count),
    false_positive_rate_max: nullable(count),
  }),
  transaction: nullable(change),
  message: nullable(change),
  data: list(change, CHANGES_MAX),
});
