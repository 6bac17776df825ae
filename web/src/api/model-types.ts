// Models, their training and its outcome, as GET /models and POST /retrain tell of them.
import type { Kind, ModelRef } from './types';

export const MODEL_STATES = ['champion', 'challenger', 'monitor', 'standby'] as const;
export type ModelState = (typeof MODEL_STATES)[number];
/** Busy: another tenant's training runs, of which nothing else is told. */
export const TRAINING_STATES = ['idle', 'running', 'done', 'failed', 'busy'] as const;

export type Scalar = string | number | boolean | null;
/** What a model's file says of its making: data, parameters and, one level down, metrics. */
export type Summary = Record<string, Scalar | Record<string, Scalar>>;
export type Metrics = Record<string, number | null>;

export interface ModelVersion {
  id: string;
  version: number;
  kind: string;
  about: Kind;
  state: ModelState;
  /** Of the entities, that a challenger decides on. */
  share_percent: number;
  training: Summary;
}

export interface RetrainReport {
  new_training_samples: number;
  /** Frauds among them, or scams. */
  bad_samples: number;
  model: ModelRef;
  activated: boolean;
  /** Why it was not activated. */
  reason: string | null;
  before: Metrics | null;
  after: Metrics | null;
}

export interface Training {
  job: number;
  state: (typeof TRAINING_STATES)[number];
  about: Kind | null;
  /** From 0 to 1. */
  progress: number;
  started_at: string | null;
  finished_at: string | null;
  message: string | null;
  result: RetrainReport | null;
}

/** What a roll-back would bring back; null where no other has judged. */
export type PreviousModels = Record<Kind, ModelRef | null>;

export interface Models {
  data: ModelVersion[];
  previous: PreviousModels;
  training: Training;
}

/** Finished within the wait of the request, or going on as that job. */
export type RetrainReply = { report: RetrainReport } | { job: number };
