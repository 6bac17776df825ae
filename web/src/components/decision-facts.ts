// The parts of an explained decision: verdict, facts, rules, provenance. Used by drawer and tester.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { DecisionDetail, Explained, ModelRef, RuleResult } from '../api/types';
import { micros } from '../format/duration';
import { moneyExact } from '../format/money';
import { chance, exact } from '../format/number';
import { ownSettings } from '../format/setting-words';
import { decidedUnder } from '../format/threshold-words';
import { fullTime } from '../format/time';
import { actionWord } from '../format/words';
import { decisionsUrl } from '../state/routes';
import { outcomeTag } from './decision-line';

export function verdict(decision: Explained): TemplateResult {
  return html`<div class="verdict ${decision.risk_level}">
    <div class="score num" title="Risk score, 0 to 100">
      ${decision.risk_score}<span>/100</span>
    </div>
    <div class="said">
      <div class="first">
        <sk-risk .level=${decision.risk_level}></sk-risk>${outcomeTag(decision.outcome)}
      </div>
      <div class="muted">
        ${
          decision.fraud_probability === null
            ? nothing
            : html`fraud probability <b class="num">${chance(decision.fraud_probability)}</b>`
        }
        ${decision.threat_category ? html` · ${decision.threat_category}` : nothing}
        ${decision.action === 'none' ? nothing : html` · ${actionWord(decision.action)}`}
      </div>
    </div>
  </div>`;
}

/** Under which threshold of review it was decided, where one held. */
export function thresholdNote(decision: Explained): TemplateResult | typeof nothing {
  const words = decidedUnder(decision);
  return words
    ? html`<p class="muted" data-testid="decided-under">
        ${words} <a href="/dashboard/models">Thresholds</a>
      </p>`
    : nothing;
}

type Fact = [name: string, value: string | null, entity?: string];

export function facts(decision: DecisionDetail): TemplateResult {
  const amount = decision.amount && moneyExact(decision.amount, decision.currency);
  const rows: Fact[] = [
    ['Amount', amount],
    ['Card', decision.card, 'card'],
    ['Phone', decision.phone_number, 'phone'],
    ['Customer', decision.customer_id, 'customer'],
    ['Merchant', decision.merchant_id, 'merchant'],
    ['Terminal', decision.terminal_id, 'terminal'],
    ['Country', decision.country],
    ['Channel', decision.channel?.replaceAll('_', ' ') ?? null],
    ['Event time', decision.event_time && fullTime(decision.event_time)],
    ['Received', decision.ingested_at && fullTime(decision.ingested_at)],
    ['Event', decision.event_id],
    ['Decision', decision.id],
    ['Own settings', ownSettings(decision.settings)],
  ];
  return html`<dl class="facts">
    ${rows.map(([name, value, entity]) =>
      value
        ? html`<dt>${name}</dt>
            <dd class=${entity ? 'mono' : ''}>${fact(value, entity)}</dd>`
        : nothing,
    )}
  </dl>`;
}

const fact = (value: string, entity = '') =>
  entity
    ? html`<a
        href=${decisionsUrl({ entity: `${entity}:${value}` })}
        title="All decisions of ${value}"
        >${value}</a
      >`
    : value;

export function ruleList(rules: RuleResult[]): TemplateResult {
  if (rules.length === 0) return html`<p class="muted">No rule fired.</p>`;
  return html`<ul class="rules">
    ${rules.map(
      (rule) =>
        html`<li>
          <span class="mono">${rule.id}</span><span>${rule.result}</span>
          <span class="num"
            >${rule.score === null ? '' : `${rule.score > 0 ? '+' : ''}${rule.score}`}</span
          >
        </li>`,
    )}
  </ul>`;
}

/** What the model saw; folded away, for those who want to check a reason. */
export function featureTable(
  features: Record<string, number | null> | null,
): TemplateResult | typeof nothing {
  const seen = Object.entries(features ?? {});
  if (seen.length === 0) return nothing;
  return html`<details class="features">
    <summary>Feature values <span class="muted num">${seen.length}</span></summary>
    <dl class="facts wide">
      ${seen.map(
        ([name, value]) =>
          html`<dt class="mono">${name}</dt>
            <dd class="num">${exact(value)}</dd>`,
      )}
    </dl>
  </details>`;
}

export function provenance(
  model: ModelRef | null,
  timings: Record<string, number> | null,
): TemplateResult | typeof nothing {
  if (!model && !timings) return nothing;
  const steps = Object.entries(timings ?? {}).map(([step, us]) => `${step} ${micros(us)}`);
  return html`<p class="muted num">
    ${model
      ? html`Model <span class="mono">${model.id}</span> version ${exact(model.version)}`
      : nothing}
    ${model && steps.length ? ' · ' : ''}${steps.join(' · ')}
  </p>`;
}

export const factStyles = css`
  .verdict {
    display: flex;
    align-items: center;
    gap: var(--space-4);
    padding: var(--space-3) var(--space-4);
    border-left: 3px solid var(--border-strong);
    border-radius: var(--radius-2);
    background: var(--surface-2);
  }
  .verdict .score {
    font-size: var(--size-2xl);
    font-weight: 600;
    line-height: 1.1;
  }
  .verdict .score span {
    color: var(--text-3);
    font-size: var(--size-sm);
    font-weight: 400;
  }
  .verdict.Critical {
    border-left-color: var(--risk-critical);
  }
  .verdict.High {
    border-left-color: var(--risk-high);
  }
  .verdict.Medium {
    border-left-color: var(--risk-medium);
  }
  .verdict.Low {
    border-left-color: var(--risk-low);
  }
  .first {
    display: flex;
    gap: var(--space-3);
    margin-bottom: 0.1875rem;
  }
  .facts {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    gap: 0.25rem var(--space-3);
  }
  .facts.wide {
    grid-template-columns: minmax(0, 1fr) auto;
    padding-top: var(--space-2);
  }
  .facts.wide dt {
    overflow-wrap: anywhere;
  }
  .features summary {
    cursor: pointer;
    font-weight: 600;
  }
  .facts dt {
    color: var(--text-3);
  }
  .facts dd {
    overflow-wrap: anywhere;
  }
  .rules li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto 2.5rem;
    gap: var(--space-3);
    padding: 0.25rem 0;
    border-bottom: 1px solid var(--border);
  }
  .rules li > :last-child {
    text-align: right;
  }
`;
