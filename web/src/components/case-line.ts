// One case as a row of the queue.
import { css, html, type TemplateResult } from 'lit';
import type { Case } from '../api/case-types';
import { amountWords, countWords, entityWords, stateWords } from '../format/case-words';
import { age } from '../format/duration';
import { fullTime } from '../format/time';
import './risk-badge';

export function caseLine(one: Case, nowMs: number): TemplateResult {
  const sums = amountWords(one);
  return html`
    <sk-risk .level=${one.risk_level} .score=${one.risk_score}></sk-risk>
    <span class="who mono" title=${one.entity.id}>${one.entity.id}</span>
    <span class="age num" title="Opened ${fullTime(one.opened_at)}"
      >${age(nowMs - Date.parse(one.opened_at))}</span
    >
    <span class="about num" title=${sums}
      >${entityWords(one)} · ${countWords(one.decisions)}${sums ? ` · ${sums}` : ''}</span
    >
    <span class="state" title=${stateWords(one, nowMs)}
      >${one.assigned_to ?? stateWords(one, nowMs)}</span
    >
  `;
}

export const caseLineStyles = css`
  button.case {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    grid-template-areas: 'risk who age' 'about about state';
    gap: 0.1875rem var(--space-2);
    justify-content: stretch;
    width: 100%;
    padding: var(--space-2) var(--space-4);
    border: 0;
    border-bottom: 1px solid var(--border);
    border-radius: 0;
    background: none;
    font-weight: 400;
    line-height: 1.35;
    text-align: left;
    white-space: nowrap;
  }
  button.case[aria-current='true'] {
    background: var(--accent-soft);
    box-shadow: inset 2px 0 0 var(--accent);
  }
  button.case:focus-visible {
    outline-offset: -2px;
  }
  button.case > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .case .who {
    align-self: center;
    font-weight: 600;
  }
  .case .age {
    align-self: center;
    color: var(--text-3);
  }
  .case .about {
    grid-area: about;
    color: var(--text-2);
    font-size: var(--size-sm);
  }
  .case .state {
    grid-area: state;
    max-width: 9rem;
    color: var(--text-2);
    font-size: var(--size-sm);
    text-align: right;
  }
`;
