// Decoders of decisions: feed rows, details and analyses.
import { REASONS_MAX } from '../limits';
import {
  type Analysis,
  type Change,
  type Counterfactual,
  type DecisionDetail,
  type DecisionRow,
  type Explained,
  KINDS,
  LABELS,
  LEVELS,
  type ModelRef,
  OUTCOMES,
  type Reason,
  type Replay,
  type RuleResult,
} from '../types';
import {
  count,
  decimal,
  flag,
  list,
  nullable,
  number,
  object,
  oneOf,
  table,
  text,
  time,
} from './read';

const reason = object<Reason>({ code: text, text, contribution: nullable(number) });
const rule = object<RuleResult>({ id: text, result: text, score: nullable(number) });
const model = object<ModelRef>({ id: text, version: nullable(number) });

const explained = {
  id: text,
  kind: oneOf(KINDS),
  risk_score: count,
  risk_level: oneOf(LEVELS),
  outcome: oneOf(OUTCOMES),
  fraud_probability: nullable(number),
  threat_category: nullable(text),
  primary_reason: nullable(text),
  reasons: list(reason, REASONS_MAX),
  rules: list(rule, REASONS_MAX),
  action: text,
  phone_number: nullable(text),
  review_from: nullable(number),
} satisfies { [K in keyof Explained]: unknown };

const row = {
  ...explained,
  seq: nullable(count),
  event_id: nullable(text),
  event_time: nullable(time),
  ingested_at: nullable(time),
  amount: nullable(decimal),
  currency: nullable(text),
  card: nullable(text),
  customer_id: nullable(text),
  merchant_id: nullable(text),
  terminal_id: nullable(text),
  device_id: nullable(text),
  ip: nullable(text),
  country: nullable(text),
  channel: nullable(text),
  message_content: nullable(text),
  label: nullable(oneOf(LABELS)),
};

const change = object<Change>({
  input: text,
  from: nullable(text),
  to: nullable(text),
  text,
});
const counterfactual = object<Counterfactual>({
  outcome: nullable(oneOf(OUTCOMES)),
  risk_score: nullable(count),
  fraud_probability: nullable(number),
  changes: list(change, REASONS_MAX),
  text,
});
const logOdds = { base_log_odds: nullable(number), log_odds: nullable(number) };
const provenance = { model: nullable(model), timings_us: nullable(table(number)) };

export const decisionRow = object<DecisionRow>(row);
export const decisionDetail = object<DecisionDetail>({
  ...row,
  ...provenance,
  ...logOdds,
  features: nullable(table(nullable(number))),
  counterfactual: nullable(counterfactual),
  settings: nullable(table(text)),
});
export const replay = object<Replay>({
  identical: flag,
  differences: list(text, REASONS_MAX),
  decision: decisionRow,
});
export const analysis = object<Analysis>({
  ...explained,
  ...provenance,
  ...logOdds,
  evaluation: nullable(text),
  threshold: nullable(number),
});
