// What would have changed the decision: the nearest better outcome and the changes to it.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Change, Counterfactual } from '../api/types';
import { moneyExact } from '../format/money';
import { chance } from '../format/number';
import { outcomeTag } from './decision-line';
import { icon } from './icons';

/** Nothing for an approved decision and where the server did not look. */
export function whatIf(
  found: Counterfactual | null,
  currency: string | null,
): TemplateResult | typeof nothing {
  if (!found) return nothing;
  return html`<section class="card part" data-testid="what-if">
    <h2>What would have changed it</h2>
    ${answer(found, currency)}
  </section>`;
}

/** The same as a part of the drawer. */
export function whatIfPart(
  found: Counterfactual | null,
  currency: string | null,
): TemplateResult | typeof nothing {
  if (!found) return nothing;
  return html`<section class="what-if" data-testid="what-if">
    <h3>What would have changed it</h3>
    ${answer(found, currency)}
  </section>`;
}

const answer = (found: Counterfactual, currency: string | null) =>
  html`<p>${found.text}</p>
    ${
      found.changes.length === 0
        ? nothing
        : html`<ul class="changes">
            ${found.changes.map((each) => changeLine(each, currency))}
          </ul>`
    }
    ${found.outcome === null ? nothing : outcomeLine(found)}`;

/** A value as it is shown; words taken out of a message leave nothing behind. */
export function changeValue(input: string, value: string | null, currency: string | null): string {
  if (!value) return input === 'message' ? 'left out' : 'nothing';
  const isMoney = input === 'amount' && /^-?\d+(\.\d+)?$/.test(value);
  return isMoney ? moneyExact(value, currency) : value.replaceAll('_', ' ');
}

const changeLine = ({ input, from, to, text }: Change, currency: string | null) =>
  html`<li title=${text}>
    <span class="input">${input.replaceAll('_', ' ')}</span>
    <del>${changeValue(input, from, currency)}</del>
    <span class="arrow" aria-hidden="true">${icon('arrow', '1rem')}</span>
    <ins>${changeValue(input, to, currency)}</ins>
  </li>`;

const outcomeLine = ({ outcome, risk_score, fraud_probability }: Counterfactual) =>
  html`<p class="then num">
    ${outcome ? outcomeTag(outcome) : nothing}
    ${risk_score === null ? nothing : html`<span>risk score ${risk_score} of 100</span>`}
    ${
      fraud_probability === null
        ? nothing
        : html`<span>fraud probability ${chance(fraud_probability)}</span>`
    }
  </p>`;

export const whatIfStyles = css`
  .changes li {
    display: grid;
    grid-template-columns: 7rem minmax(0, auto) auto minmax(0, 1fr);
    align-items: center;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-2) 0;
    border-bottom: 1px solid var(--border);
    overflow-wrap: anywhere;
  }
  .changes .input {
    color: var(--text-3);
  }
  .changes del {
    color: var(--text-2);
  }
  .changes ins {
    font-weight: 600;
    text-decoration: none;
  }
  .changes .arrow {
    color: var(--text-3);
  }
  .what-if .then {
    padding-top: var(--space-2);
  }
  .then {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-4);
    color: var(--text-2);
  }
  @media (max-width: 480px) {
    .changes li {
      grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr);
    }
    .changes .input {
      grid-column: 1 / -1;
    }
  }
`;
