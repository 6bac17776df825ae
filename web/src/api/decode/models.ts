// Decoders of models, trainings and their outcomes.
import {
  type Metrics,
  MODEL_STATES,
  type Models,
  type ModelVersion,
  type PreviousModels,
  type RetrainReply,
  type RetrainReport,
  type Scalar,
  type Summary,
  type Training,
  TRAINING_STATES,
} from '../model-types';
import { KINDS, type ModelRef } from '../types';
import {
  count,
  type Decoder,
  fields,
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

const VERSIONS_MAX = 500;
const MEMBERS_MAX = 64;

const model = object<ModelRef>({ id: text, version: nullable(number) });
const metrics = nullable(table(nullable(number))) as Decoder<Metrics | null>;

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** Whatever a trainer wrote: what is neither a plain value nor a table of them is left out. */
const summary: Decoder<Summary> = (value, path) => {
  const result: Summary = {};
  for (const [name, member] of Object.entries(fields(value ?? {}, path)).slice(0, MEMBERS_MAX)) {
    if (isScalar(member)) result[name] = member;
    else if (!Array.isArray(member)) result[name] = scalarsOf(member as object);
  }
  return result;
};

const scalarsOf = (source: object): Record<string, Scalar> =>
  Object.fromEntries(Object.entries(source).filter(([, member]) => isScalar(member)));

export const report: Decoder<RetrainReport> = (value, path) => {
  const source = fields(value, path);
  const figures = fields(source.metrics ?? {}, `${path}/metrics`);
  return {
    new_training_samples: count(source.new_training_samples, `${path}/new_training_samples`),
    bad_samples: count(source.fraud_samples ?? source.scam_samples ?? 0, `${path}/fraud_samples`),
    model: model(source.model, `${path}/model`),
    activated: flag(source.activated, `${path}/activated`),
    reason: nullable(text)(source.reason, `${path}/reason`),
    before: metrics(figures.before, `${path}/metrics/before`),
    after: metrics(figures.after, `${path}/metrics/after`),
  };
};

export const training = object<Training>({
  job: count,
  state: oneOf(TRAINING_STATES),
  about: nullable(oneOf(KINDS)),
  progress: count,
  started_at: nullable(time),
  finished_at: nullable(time),
  message: nullable(text),
  result: nullable(report),
});

const version = object<ModelVersion>({
  id: text,
  version: count,
  kind: text,
  about: oneOf(KINDS),
  state: oneOf(MODEL_STATES),
  share_percent: count,
  training: summary,
});

const previous = object<PreviousModels>({
  transaction: nullable(model),
  message: nullable(model),
});

export const models = object<Models>({ data: list(version, VERSIONS_MAX), previous, training });

/** 200 brings the outcome, 202 only the number of the job. */
export const retrainReply: Decoder<RetrainReply> = (value, path) => {
  const source = fields(value, path);
  if (source.model !== undefined) return { report: report(source, path) };
  return { job: count(source.job, `${path}/job`) };
};
