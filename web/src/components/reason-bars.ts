// Why: each reason as a signed bar around a middle line; right raises the risk, left lowers it.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Reason } from '../api/types';
import { signed } from '../format/number';
import { decisionsUrl } from '../state/routes';
import { base } from './shared-styles';

const SHOWN_MAX = 12;
/** Less than this would be written as 0.00. */
const WEIGHT_MIN = 0.005;

/** What a rule says stands among the reasons without a weight of its own. */
export const carriesWeight = ({ contribution }: Reason): boolean =>
  contribution === null || Math.abs(contribution) >= WEIGHT_MIN;

/** Words without numbers stand in other decisions too: they lead there. */
export const reasonText = (words: string, code: string) =>
  code.startsWith('other') || /[\d:()]/.test(words)
    ? words
    : html`<a href=${decisionsUrl({ text: words })} title="Decisions with this reason"
        >${words}</a
      >`;

@customElement('sk-reasons')
export class ReasonBars extends LitElement {
  static override styles = [
    base,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 8rem 3.25rem;
        align-items: center;
        gap: var(--space-2);
        min-height: 1.875rem;
        border-bottom: 1px solid var(--border);
      }
      li:last-child {
        border-bottom: 0;
      }
      .bar {
        position: relative;
        height: 0.75rem;
        border-left: 0;
        background: linear-gradient(var(--border-strong), var(--border-strong)) 50% 0 / 1px 100%
          no-repeat;
      }
      .bar i {
        position: absolute;
        top: 0;
        bottom: 0;
        border-radius: 2px;
      }
      .up i {
        left: 50%;
        background: var(--risk-high);
      }
      .down i {
        right: 50%;
        background: var(--series-2);
      }
      .value {
        text-align: right;
        color: var(--text-2);
      }
      .key {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-3);
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      li > span:first-child {
        overflow-wrap: anywhere;
      }
      a:not(:hover) {
        color: inherit;
        text-decoration-color: var(--border-strong);
      }
      .none {
        color: var(--text-3);
      }
    `,
  ];

  @property({ attribute: false }) reasons: Reason[] = [];

  override render() {
    if (this.reasons.length === 0) {
      return html`<p class="none">No reason stood out: everything was as usual.</p>`;
    }
    const sorted = this.reasons
      .filter(carriesWeight)
      .sort((a, b) => Math.abs(b.contribution ?? 0) - Math.abs(a.contribution ?? 0))
      .slice(0, SHOWN_MAX);
    if (sorted.length === 0) return html`<p class="none">No reason carries weight.</p>`;
    const largest = Math.max(...sorted.map((each) => Math.abs(each.contribution ?? 0)), 0.01);
    return html`<p class="key"><span>← lowers the risk</span><span>raises it →</span></p>
      <ul>
        ${sorted.map((each) => this.row(each, largest))}
      </ul>`;
  }

  private row(reason: Reason, largest: number) {
    const value = reason.contribution;
    const width = value === null ? 0 : (Math.abs(value) / largest) * 50;
    const words =
      value === null ? 'no weight given' : value < 0 ? 'lowers the risk' : 'raises the risk';
    return html`<li title=${reason.code}>
      <span>${reasonText(reason.text, reason.code)}</span>
      <span class="bar ${(value ?? 0) < 0 ? 'down' : 'up'}"><i style="width:${width}%"></i></span>
      <span class="value num"
        >${value === null ? '–' : signed(value)}<span class="sr">, ${words}</span></span
      >
    </li>`;
  }
}
