// Words about cases.
import type { Case, CaseDetail, CaseOutcome, CaseView } from '../api/case-types';
import { moneyExact } from './money';
import { dayAndTime } from './time';

export const viewWord: Record<CaseView, string> = {
  queue: 'Queue',
  mine: 'Mine',
  unassigned: 'Unassigned',
  snoozed: 'Snoozed',
  closed: 'Closed',
};

export const caseOutcomeWord: Record<CaseOutcome, string> = {
  confirmed_fraud: 'Confirmed fraud',
  false_positive: 'False positive',
  inconclusive: 'Inconclusive',
};

export const entityWords = ({ entity }: Case): string =>
  entity.kind === 'decision' ? 'One decision' : entity.kind;

/** "EUR 1,250.00 + USD 3.00" */
export const amountWords = ({ amounts }: Case): string =>
  amounts.map(({ amount, currency }) => moneyExact(amount, currency)).join(' + ');

export const countWords = (count: number): string =>
  count === 1 ? '1 decision' : `${count.toLocaleString('en-GB')} decisions`;

/** What the state is, for a row and for the head of a case. */
export function stateWords(one: Case, nowMs: number): string {
  if (one.state === 'closed') return one.outcome ? caseOutcomeWord[one.outcome] : 'Closed';
  if (one.snoozed_until && Date.parse(one.snoozed_until) > nowMs)
    return `Snoozed until ${dayAndTime(one.snoozed_until)}`;
  return one.state === 'open' ? 'Open' : 'Investigating';
}

/** What closing it that way will do, before it is done. */
export function closingWords(one: Case, outcome: CaseOutcome): string {
  const resolved = 'Its alerts are resolved.';
  if (outcome === 'inconclusive') return `${resolved} No label is written.`;
  const label = outcome === 'confirmed_fraud' ? 'fraud' : 'not fraud';
  const which = one.decisions === 1 ? 'Its decision is' : `Its ${countWords(one.decisions)} are`;
  return `${resolved} ${which} labelled as ${label}, and the next training learns from that.`;
}

type HistoryEntry = CaseDetail['history'][number];

export function historyWords({ what, by, words }: HistoryEntry): string {
  const who = by ?? 'Shrike';
  switch (what) {
    case 'opened':
      return 'The case was opened';
    case 'alert':
      return 'An alert joined';
    case 'assigned':
      return words === by ? `${who} took it` : `${who} gave it to ${words}`;
    case 'released':
      return `${who} released it`;
    case 'investigating':
      return `${who} began to investigate`;
    case 'snoozed':
      return `${who} snoozed it until ${dayAndTime(words)}`;
    case 'woken':
      return `${who} woke it`;
    case 'closed':
      return `${who} closed it: ${caseOutcomeWord[words as CaseOutcome] ?? words}`;
    default:
      return `${who}: ${what}`;
  }
}

/** What somebody reads whose change came too late. */
export const overtakenWords = (now: Case): string =>
  now.changed_by === null
    ? 'A new alert joined meanwhile. This is the case as it is now.'
    : `${now.changed_by} changed it meanwhile. This is the case as it is now.`;
