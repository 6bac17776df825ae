// The verdict on a text: score, level, category, threshold, the text with what was found, why.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Analysis } from '../api/types';
import { markedPieces, unmarkedReasons } from '../format/marks';
import { signed } from '../format/number';
import { decisionUrl } from '../state/routes';
import { factStyles, provenance, ruleList, verdict } from './decision-facts';
import { lineStyles } from './decision-line';
import { icon } from './icons';
import './log-odds-bars';
import { markedText, markStyles } from './marked-text';
import { base, controls } from './shared-styles';

@customElement('sk-message-verdict')
export class MessageVerdict extends LitElement {
  static override styles = [
    base,
    controls,
    lineStyles,
    factStyles,
    markStyles,
    css`
      .result {
        display: grid;
        gap: var(--space-4);
        padding: var(--space-4);
      }
      h2 {
        margin-bottom: var(--space-1);
        font-size: var(--size-md);
        font-weight: 600;
      }
      blockquote {
        margin: 0;
        padding: var(--space-3);
        border-radius: var(--radius-2);
        background: var(--surface-2);
        line-height: 1.7;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .threshold {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        color: var(--text-2);
      }
      .hint {
        margin-top: var(--space-1);
        font-size: var(--size-sm);
      }
    `,
  ];

  @property() content = '';
  @property({ attribute: false }) result: Analysis | null = null;

  override render() {
    const { result } = this;
    if (!result) return nothing;
    return html`<div class="result">
      ${verdict(result)} ${result.primary_reason ? html`<p>${result.primary_reason}</p>` : nothing}
      ${threshold(result)} ${this.text(result)}
      <div>
        <h2>Why</h2>
        <sk-log-odds
          .reasons=${result.reasons}
          .baseLogOdds=${result.base_log_odds}
          .logOdds=${result.log_odds}
          .probability=${result.fraud_probability}
        ></sk-log-odds>
      </div>
      <div>
        <h2>Rules</h2>
        ${ruleList(result.rules)}
      </div>
      ${provenance(result.model, result.timings_us)}
      <p><a href=${decisionUrl(result.id)}>Open the decision as a page</a></p>
    </div>`;
  }

  private text({ reasons }: Analysis) {
    const pieces = markedPieces(this.content, reasons);
    const left = unmarkedReasons(pieces, reasons);
    return html`<div>
      <h2>What was found in the text</h2>
      <blockquote data-testid="marked">${markedText(pieces)}</blockquote>
      ${
        left.length
          ? html`<p class="muted hint">
              Not at one place in the text: ${left.map((each) => each.text).join('; ')}.
            </p>`
          : nothing
      }
    </div>`;
  }
}

/** From these log-odds on the channel's messages are at least reviewed, where the reply says so. */
function threshold({ threshold: limit, log_odds: logOdds }: Analysis) {
  if (limit === null || logOdds === null) return nothing;
  const over = logOdds >= limit;
  return html`<p class="threshold num">
    ${icon(over ? 'warn' : 'check', '0.875rem')}
    <span
      >${over ? 'At or above' : 'Below'} the threshold of this channel: log-odds
      ${signed(logOdds)}, threshold ${signed(limit)}.</span
    >
  </p>`;
}
