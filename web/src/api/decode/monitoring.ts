// Decoder of GET /monitoring.
import {
  ACCURACY_STATES,
  type ComparedFigures,
  type Comparison,
  type DayFigures,
  type Drift,
  DRIFT_LEVELS,
  type DriftSpan,
  type DriftValue,
  type Figures,
  type Monitoring,
  type ReliabilityBin,
} from '../monitoring-types';
import { KINDS } from '../types';
import { count, type Decoder, flag, list, nullable, number, object, oneOf, text } from './read';

const DAYS_MAX = 400;
const BINS_MAX = 100;
const FEATURES_MAX = 200;

/** Before the first run there may be nothing to list. */
const listOrNone =
  <T>(decode: Decoder<T>, max: number): Decoder<T[]> =>
  (value, path) =>
    list(decode, max)(value ?? [], path);

const figure = nullable(number);
const figures = {
  decisions: count,
  labelled: count,
  frauds: count,
  flagged: count,
  precision: figure,
  recall: figure,
  false_positive_rate: figure,
  auc: figure,
  average_precision: figure,
};
const drift = { psi: number, level: oneOf(DRIFT_LEVELS) };
const span = object<DriftSpan>({ from: nullable(text), until: nullable(text), decisions: count });
const compared = object<ComparedFigures>({ auc: figure, average_precision: figure });

export const monitoring = object<Monitoring>({
  about: oneOf(KINDS),
  computed_at: nullable(text),
  maturity_days: count,
  sample_share: nullable(number),
  days: listOrNone(object<DayFigures>({ ...figures, day: text, mature: flag }), DAYS_MAX),
  total: nullable(object<Figures>(figures)),
  reliability: listOrNone(
    object<ReliabilityBin>({
      low: number,
      high: number,
      count,
      mean_probability: figure,
      fraud_share: figure,
    }),
    BINS_MAX,
  ),
  drift: nullable(
    object<Drift>({
      reference: span,
      current: span,
      score: object<DriftValue>(drift),
      features: list(object<Drift['features'][number]>({ ...drift, name: text }), FEATURES_MAX),
    }),
  ),
  accuracy: nullable(
    object<NonNullable<Monitoring['accuracy']>>({
      state: oneOf(ACCURACY_STATES),
      text: nullable(text),
    }),
  ),
  challenger: nullable(
    object<Comparison>({
      id: text,
      version: count,
      decisions: count,
      labelled: count,
      champion: compared,
      challenger: compared,
      difference: figure,
      low: figure,
      high: figure,
      significant: flag,
      text: nullable(text),
    }),
  ),
});
