// Decoders of /cases and /quality.
import {
  type Case,
  CASE_ENTITIES,
  CASE_OUTCOMES,
  CASE_STATES,
  type CaseCounts,
  type CaseDetail,
  type CaseItem,
  type CasePage,
  type Quality,
  type QualityFigures,
} from '../case-types';
import { LABELS, LEVELS, type Money } from '../types';
import { decisionRow } from './decision';
import { count, decimal, flag, list, nullable, object, oneOf, text, time } from './read';

const CASES_MAX = 500;
const ITEMS_MAX = 100;
const EVENTS_MAX = 2000;
const NAMES_MAX = 10_000;

const caseFields = {
  id: text,
  state: oneOf(CASE_STATES),
  outcome: nullable(oneOf(CASE_OUTCOMES)),
  entity: object<Case['entity']>({ kind: oneOf(CASE_ENTITIES), id: text }),
  risk_score: count,
  risk_level: oneOf(LEVELS),
  amounts: list(object<Money>({ currency: text, amount: decimal }), 200),
  decisions: count,
  opened_at: time,
  updated_at: time,
  snoozed_until: nullable(time),
  assigned_to: nullable(text),
  changed_by: nullable(text),
  version: count,
  labels_due: flag,
};

export const oneCase = object<Case>(caseFields);

export const casePage = object<CasePage>({
  cases: list(oneCase, CASES_MAX),
  next_cursor: nullable(text),
  counts: object<CaseCounts>({
    open: count,
    investigating: count,
    mine: count,
    unassigned: count,
    snoozed: count,
  }),
});

const item = object<CaseItem>({
  decision: decisionRow,
  alert: object<CaseItem['alert']>({ id: text, state: text }),
  labels: list(
    object<CaseItem['labels'][number]>({ label: oneOf(LABELS), source: text, time }),
    EVENTS_MAX,
  ),
});

export const caseDetail = object<CaseDetail>({
  ...caseFields,
  items: list(item, ITEMS_MAX),
  notes: list(object<CaseDetail['notes'][number]>({ at: time, by: text, text }), EVENTS_MAX),
  history: list(
    object<CaseDetail['history'][number]>({
      at: time,
      by: nullable(text),
      what: text,
      words: nullable(text),
    }),
    EVENTS_MAX,
  ),
  assignees: list(text, NAMES_MAX),
});

const figureFields = {
  alerted: count,
  fraud: count,
  legitimate: count,
  unlabelled: count,
  precision: nullable(count),
};
const NAMED_MAX = 200;

export const quality = object<Quality>({
  days: count,
  since: time,
  complete: flag,
  total: object<QualityFigures>(figureFields),
  reasons: list(object<Quality['reasons'][number]>({ ...figureFields, code: text }), NAMED_MAX),
  rules: list(object<Quality['rules'][number]>({ ...figureFields, id: text }), NAMED_MAX),
  models: list(
    object<Quality['models'][number]>({ ...figureFields, id: text, version: count }),
    NAMED_MAX,
  ),
});
