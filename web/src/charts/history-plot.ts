// The decisions of one entity over time: a dot each, the present one ringed.
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DecisionRow } from '../api/types';
import { base } from '../components/shared-styles';
import { moneyCompact } from '../format/money';
import { compact } from '../format/number';
import { dayAndTime } from '../format/time';
import { type HistoryDot, historyDots, type HistoryDots } from './history-dots';

const WIDTH = 640;
const HEIGHT = 96;

@customElement('sk-history-plot')
export class HistoryPlot extends LitElement {
  static override styles = [
    base,
    css`
      .plot {
        position: relative;
        height: 6rem;
        margin: var(--space-2) var(--space-2) 0 0;
        border-bottom: 1px solid var(--border-strong);
      }
      .dot {
        position: absolute;
        width: 0.625rem;
        height: 0.625rem;
        margin: -0.3125rem;
        border-radius: 50%;
        background: var(--risk-low);
      }
      .Medium {
        background: var(--risk-medium);
        border-radius: 1px;
      }
      .High {
        background: var(--risk-high);
        border-radius: 1px;
        transform: rotate(45deg);
      }
      .Critical {
        width: 0.75rem;
        height: 0.75rem;
        margin: -0.375rem;
        background: var(--risk-critical);
        border-radius: 2px;
      }
      .own {
        outline: 2px solid var(--text);
        outline-offset: 2px;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      .stem {
        stroke: var(--border-strong);
        vector-effect: non-scaling-stroke;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        padding: 0.1875rem 0;
        color: var(--text-3);
        font-size: var(--size-sm);
      }
    `,
  ];

  @property({ attribute: false }) rows: DecisionRow[] = [];
  @property() own = '';

  override render() {
    const history = historyDots(this.rows, this.own);
    if (!history || history.dots.length < 2) return nothing;
    const { dots, fromMs, untilMs } = history;
    const words = `${history.unit === 'amount' ? 'Amounts' : 'Risk scores'} over time`;
    return html`<div class="ends">
        <span>${words}, up to <span class="num">${topWords(history)}</span></span
        ><span>ringed: this decision</span>
      </div>
      <div class="plot" role="img" aria-label="${words}: ${dots.length} decisions, listed below">
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${dots.map(
            ({ x, y }) => svg`<line class="stem" x1=${x * WIDTH} x2=${x * WIDTH}
              y1=${HEIGHT} y2=${(1 - y) * HEIGHT}></line>`,
          )}
        </svg>
        ${dots.map((dot) => this.dot(dot))}
      </div>
      <div class="ends num">
        <span>${dayAndTime(fromMs)}</span><span>${dayAndTime(untilMs)}</span>
      </div>`;
  }

  private dot({ x, y, level, own }: HistoryDot) {
    return html`<span
      class="dot ${level} ${own ? 'own' : ''}"
      style="left:${x * 100}%;top:${(1 - y) * 100}%"
    ></span>`;
  }
}

const topWords = ({ unit, currency, top }: HistoryDots): string =>
  unit === 'amount' && currency
    ? moneyCompact({ currency, amount: String(top) })
    : compact(Math.round(top));
