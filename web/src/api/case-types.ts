// Cases, what people change about them, and how often alerts were right.
import type { DecisionRow, Label, Level, Money } from './types';

export const CASE_STATES = ['open', 'investigating', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];
export const CASE_OUTCOMES = ['confirmed_fraud', 'false_positive', 'inconclusive'] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];
export const CASE_ENTITIES = ['card', 'customer', 'phone', 'decision'] as const;
export type CaseEntityKind = (typeof CASE_ENTITIES)[number];

/** What the queue can be asked for. */
export const CASE_VIEWS = ['queue', 'mine', 'unassigned', 'snoozed', 'closed'] as const;
export type CaseView = (typeof CASE_VIEWS)[number];

export interface Case {
  id: string;
  state: CaseState;
  outcome: CaseOutcome | null;
  entity: { kind: CaseEntityKind; id: string };
  /** Score and level: the highest of its decisions. */
  risk_score: number;
  risk_level: Level;
  amounts: Money[];
  decisions: number;
  opened_at: string;
  updated_at: string;
  snoozed_until: string | null;
  assigned_to: string | null;
  /** Who made this version; null: a new alert. */
  changed_by: string | null;
  version: number;
  /** Closed, and not all labels are in the event log yet. */
  labels_due: boolean;
}

export interface CaseCounts {
  open: number;
  investigating: number;
  mine: number;
  unassigned: number;
  snoozed: number;
}

export interface CasePage {
  cases: Case[];
  next_cursor: string | null;
  counts: CaseCounts;
}

export interface CaseItem {
  decision: DecisionRow;
  alert: { id: string; state: string };
  labels: { label: Label; source: string; time: string }[];
}

export interface CaseDetail extends Case {
  /** The newest decisions. */
  items: CaseItem[];
  notes: { at: string; by: string; text: string }[];
  history: { at: string; by: string | null; what: string; words: string | null }[];
  /** Who may be given it. */
  assignees: string[];
}

export interface CasePatch {
  assigned_to?: string | null;
  note?: string;
  snoozed_until?: string | null;
  state?: 'investigating';
  outcome?: CaseOutcome;
}

export interface QualityFigures {
  alerted: number;
  fraud: number;
  legitimate: number;
  unlabelled: number;
  precision: number | null;
}

export interface Quality {
  days: number;
  since: string;
  /** False: only the newest alerts, from `since` on, were looked at. */
  complete: boolean;
  total: QualityFigures;
  reasons: (QualityFigures & { code: string })[];
  rules: (QualityFigures & { id: string })[];
  models: (QualityFigures & { id: string; version: number })[];
}
