// Valid cases as the server sends them, to be changed by the tests.
import type { Case, CaseDetail, CasePage } from '../src/api/case-types';
import { at, row } from './samples';

export const caseRow = (id: string, part: Partial<Case> = {}): Case => ({
  id,
  state: 'open',
  outcome: null,
  entity: { kind: 'card', id: 'tok_…1111' },
  risk_score: 97,
  risk_level: 'Critical',
  amounts: [{ currency: 'EUR', amount: '1250.00' }],
  decisions: 1,
  opened_at: at(0),
  updated_at: at(0),
  snoozed_until: null,
  assigned_to: null,
  changed_by: null,
  version: 1,
  labels_due: false,
  ...part,
});

export const caseDetail = (id: string, part: Partial<CaseDetail> = {}): CaseDetail => ({
  ...caseRow(id),
  items: [
    {
      decision: row('dec_1'),
      alert: { id: 'al_1', state: 'open' },
      labels: [{ label: 'fraud', source: 'chargeback', time: at(0) }],
    },
  ],
  notes: [{ at: at(0), by: 'anna', text: 'called the owner' }],
  history: [{ at: at(0), by: null, what: 'opened', words: null }],
  assignees: ['anna'],
  ...part,
});

export const casesPage = (cases: Case[], next: string | null = null): CasePage => ({
  cases,
  next_cursor: next,
  counts: { open: cases.length, investigating: 0, mine: 0, unassigned: cases.length, snoozed: 0 },
});
