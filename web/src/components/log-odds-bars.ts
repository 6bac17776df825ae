// Why, adding up: from the base value over each reason to the log-odds, as signed bars.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Reason } from '../api/types';
import { chance, signed } from '../format/number';
import { probabilityOf, type Step, waterfall } from '../format/waterfall';
import './reason-bars';
import { carriesWeight, reasonText } from './reason-bars';
import { base } from './shared-styles';

@customElement('sk-log-odds')
export class LogOddsBars extends LitElement {
  static override styles = [
    base,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(5rem, 14rem) 3.5rem;
        align-items: center;
        gap: var(--space-3);
        min-height: 1.875rem;
        padding: 0.1875rem 0;
        border-bottom: 1px solid var(--border);
      }
      li:last-child {
        border-bottom: 0;
        font-weight: 600;
      }
      .words {
        overflow-wrap: anywhere;
      }
      .bar {
        position: relative;
        align-self: stretch;
        min-height: 0.75rem;
        background: linear-gradient(var(--border-strong), var(--border-strong)) var(--zero) 0 / 1px
          100% no-repeat;
      }
      .bar i {
        position: absolute;
        top: 50%;
        height: 0.75rem;
        min-width: 2px;
        margin-top: -0.375rem;
        border-radius: 2px;
      }
      .up i {
        background: var(--risk-high);
      }
      .down i {
        background: var(--series-2);
      }
      .whole i {
        background: var(--text-3);
      }
      .value {
        text-align: right;
      }
      @media (max-width: 640px) {
        li {
          grid-template-columns: minmax(0, 1fr) 3.5rem;
        }
        .words {
          grid-column: 1 / -1;
        }
      }
      .key {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-3);
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .said {
        margin-top: var(--space-2);
        color: var(--text-2);
      }
      .sum {
        margin-top: var(--space-2);
        color: var(--text-2);
      }
      a:not(:hover) {
        color: inherit;
        text-decoration-color: var(--border-strong);
      }
    `,
  ];

  @property({ attribute: false }) reasons: Reason[] = [];
  @property({ attribute: false }) baseLogOdds: number | null = null;
  @property({ attribute: false }) logOdds: number | null = null;
  @property({ attribute: false }) probability: number | null = null;

  override render() {
    const { baseLogOdds, logOdds, reasons } = this;
    if (baseLogOdds === null || logOdds === null || !reasons.some(carriesWeight)) {
      return html`<sk-reasons .reasons=${reasons}></sk-reasons>`;
    }
    const { steps, zero, base, total } = waterfall(baseLogOdds, reasons, logOdds);
    return html`<p class="key"><span>← lowers the risk</span><span>raises it →</span></p>
      <ul style="--zero:${zero * 100}%">
        ${this.whole('Base: before anything is known of this event', baseLogOdds, zero, base)}
        ${steps.map((step) => this.step(step))}
        ${this.whole('All together: log-odds', logOdds, zero, total)}
      </ul>
      ${this.sum(logOdds)} ${this.unweighed()}`;
  }

  /** A bar from zero to where the steps begin or end. */
  private whole(words: string, value: number, zero: number, at: number) {
    const [left, right] = [Math.min(zero, at), Math.max(zero, at)];
    return html`<li>
      <span class="words">${words}</span>
      <span class="bar whole" aria-hidden="true"
        ><i style="left:${left * 100}%;width:${(right - left) * 100}%"></i
      ></span>
      <span class="value num">${signed(value)}</span>
    </li>`;
  }

  private step({ code, text, value, from, to }: Step) {
    return html`<li title=${code}>
      <span class="words">${reasonText(text, code)}</span>
      <span class="bar ${value < 0 ? 'down' : 'up'}" aria-hidden="true"
        ><i style="left:${from * 100}%;width:${(to - from) * 100}%"></i
      ></span>
      <span class="value num"
        >${signed(value)}<span class="sr"
          >, ${value < 0 ? 'lowers the risk' : 'raises the risk'}</span
        ></span
      >
    </li>`;
  }

  /** Log-odds and probability part where the model's calibration moves them. */
  private sum(total: number) {
    const { probability } = this;
    if (probability === null) return nothing;
    const plain = probabilityOf(total);
    const same = Math.abs(plain - probability) < 0.0005;
    return html`<p class="sum num">
      ${
        same
          ? html`That is a fraud probability of ${chance(probability)}.`
          : html`Log-odds of ${signed(total)} would be ${chance(plain)}; calibrated on labelled
            examples that is a fraud probability of ${chance(probability)}.`
      }
    </p>`;
  }

  /** What rules and the blocklist say has no weight in the model. */
  private unweighed() {
    const said = this.reasons.filter((each) => each.contribution === null);
    if (said.length === 0) return nothing;
    return html`<p class="said">Besides: ${said.map((each) => each.text).join('; ')}.</p>`;
  }
}
