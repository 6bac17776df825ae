// One decision as a row: the same in the feed, in the search and among related decisions.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { DecisionRow } from '../api/types';
import { age } from '../format/duration';
import { moneyExact } from '../format/money';
import { fullTime } from '../format/time';
import { outcomeWord, placeOf, subjectOf } from '../format/words';
import { icon, type IconName } from './icons';
import './risk-badge';

const outcomeIcon: Record<DecisionRow['outcome'], IconName> = {
  approve: 'check',
  review: 'eye',
  decline: 'cross',
};

export const outcomeTag = (outcome: DecisionRow['outcome']): TemplateResult =>
  html`<span class="outcome ${outcome}"
    >${icon(outcomeIcon[outcome], '0.875rem')}${outcomeWord[outcome]}</span
  >`;

/** A reason that lowers the risk is no reason to look at the row. */
export function why(row: DecisionRow): string {
  const main = row.reasons.find((each) => each.text === row.primary_reason);
  const calms = row.outcome === 'approve' && (main?.contribution ?? 0) < 0;
  return (!calms && row.primary_reason) || 'Nothing unusual';
}

export function decisionLine(row: DecisionRow, nowMs: number): TemplateResult {
  const moment = row.ingested_at ?? row.event_time;
  const ageText = moment ? age(nowMs - Date.parse(moment)) : '–';
  return html`
    <span class="age num" title=${fullTime(moment)}>${ageText}</span>
    <span class="risk"><sk-risk .level=${row.risk_level} .score=${row.risk_score}></sk-risk></span>
    ${outcomeTag(row.outcome)}
    <span class="subject mono" title=${subjectOf(row)}>${subjectOf(row)}</span>
    <span class="amount num"
      >${row.amount === null ? '' : moneyExact(row.amount, row.currency)}</span
    >
    <span class="why" title=${row.message_content ?? why(row)}>${why(row)}</span>
    <span class="place">${placeOf(row)}</span>
    <span class="mark">${row.label ? labelTag(row.label) : nothing}</span>
  `;
}

const labelTag = (label: 'fraud' | 'legitimate') =>
  html`<span class="label-tag ${label}">${label === 'fraud' ? 'Fraud' : 'Not fraud'}</span>`;

export const lineHeadings = html`<div class="line head" aria-hidden="true">
  <span class="age">Age</span><span class="risk">Risk</span><span class="outcome">Outcome</span>
  <span class="subject">Subject</span><span class="amount">Amount</span>
  <span class="why">Main reason</span><span class="place">From</span><span class="mark"></span>
</div>`;

export const lineStyles = css`
  .lines {
    container-type: inline-size;
  }
  .line {
    display: grid;
    grid-template-columns: 3.25rem 7rem 5.75rem 8.25rem 7.5rem minmax(8rem, 1fr) 7rem 4.75rem;
    align-items: center;
    gap: 0 var(--space-3);
    width: 100%;
    min-height: 2.125rem;
    padding: 0.1875rem var(--space-4);
    border: 0;
    border-bottom: 1px solid var(--border);
    border-radius: 0;
    background: none;
    color: var(--text);
    font: 400 var(--size-md) / 1.35 var(--font);
    text-align: left;
    white-space: nowrap;
    justify-content: stretch;
  }
  button.line {
    cursor: pointer;
  }
  button.line:hover:not(:disabled) {
    background: var(--surface-2);
  }
  button.line[aria-current='true'] {
    background: var(--accent-soft);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  .line:focus-visible {
    outline-offset: -2px;
  }
  .line > * {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .head {
    min-height: 1.75rem;
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--surface);
    color: var(--text-3);
    font-size: var(--size-xs);
    font-weight: 600;
  }
  .age,
  .place {
    color: var(--text-3);
  }
  .amount {
    text-align: right;
  }
  .why {
    color: var(--text-2);
  }
  .outcome {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--text-2);
  }
  .head > * {
    color: var(--text-3);
  }
  .outcome.decline {
    color: var(--bad);
    font-weight: 500;
  }
  .outcome.review {
    color: var(--warn);
    font-weight: 500;
  }
  .label-tag {
    padding: 0.0625rem 0.375rem;
    border: 1px solid var(--border-strong);
    border-radius: var(--radius-1);
    color: var(--text-2);
    font-size: var(--size-xs);
    font-weight: 600;
  }
  .label-tag.fraud {
    border-color: var(--bad);
    color: var(--bad);
  }
  @container (max-width: 64rem) {
    .line {
      grid-template-columns: 3rem 7rem 5.5rem 7.75rem 7rem minmax(6rem, 1fr);
    }
    .place,
    .mark {
      display: none;
    }
  }
  @container (max-width: 44rem) {
    .head {
      display: none;
    }
    .line {
      grid-template-columns: auto auto 1fr auto;
      grid-template-areas: 'risk outcome amount age' 'subject why why why';
      gap: 0.1875rem var(--space-2);
      min-height: 3.25rem;
      padding: var(--space-2) var(--space-3);
    }
    .risk {
      grid-area: risk;
    }
    .outcome {
      grid-area: outcome;
    }
    .amount {
      grid-area: amount;
    }
    .age {
      grid-area: age;
    }
    .subject {
      grid-area: subject;
      max-width: 8rem;
      font-size: var(--size-sm);
    }
    .why {
      grid-area: why;
      font-size: var(--size-sm);
    }
  }
`;
