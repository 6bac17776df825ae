// Are the probabilities true? Predicted probability against the share that was fraud.
import { css, html, LitElement, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ReliabilityBin } from '../api/monitoring-types';
import { icon } from '../components/icons';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { exact, percent } from '../format/number';
import { plotStyles } from './plot-styles';
import { calibrationError, type ReliabilityPoint, reliabilityPoints } from './reliability-points';

const SIDE = 280;
const BARS = 48;

@customElement('sk-reliability')
export class ReliabilityChart extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    plotStyles,
    css`
      .plot {
        max-width: 18rem;
        margin-right: var(--space-4);
      }
      .diagonal {
        stroke: var(--border-strong);
        stroke-dasharray: 4 4;
      }
      .link {
        stroke: var(--series-1);
        stroke-width: 1.5;
        fill: none;
      }
      circle {
        fill: var(--series-1);
        fill-opacity: 0.75;
        stroke: var(--surface);
      }
      rect {
        fill: var(--flow);
        fill-opacity: 0.55;
      }
    `,
  ];

  @property({ attribute: false }) bins: ReliabilityBin[] = [];
  @state() private asTable = false;

  override render() {
    const points = reliabilityPoints(this.bins);
    return html`<div class="card-head">
        <h2>Are the probabilities true? <span class="unit">share that was fraud, in %</span></h2>
        <button
          class="quiet small"
          aria-pressed=${this.asTable}
          title="Show the numbers as a table"
          @click=${() => (this.asTable = !this.asTable)}
        >
          ${icon('table', '1rem')}<span class="sr">Table of probabilities</span>
        </button>
      </div>
      ${
        points.length === 0
          ? html`<p class="empty">
              <strong>Nothing to compare yet</strong>It needs labels of settled days.
            </p>`
          : this.asTable
            ? this.table()
            : this.drawing(points)
      }`;
  }

  private drawing(points: ReliabilityPoint[]) {
    const off = calibrationError(points);
    const link = points.map((p) => `${p.probability * SIDE} ${(1 - p.share) * SIDE}`).join('L');
    return html`<div class="plot">
        <svg
          viewBox="0 0 ${SIDE} ${SIDE + BARS + 26}"
          role="img"
          aria-label="Reliability: predicted probability against the share that was fraud. On
            average ${percent(off, 1)} off the diagonal."
        >
          ${[0, 0.5, 1].map((share) => this.axis(share))}
          <line class="diagonal" x1="0" y1=${SIDE} x2=${SIDE} y2="0"></line>
          ${points.length > 1 ? svg`<path class="link" d="M${link}"></path>` : ''}
          ${points.map((point) => this.point(point))}
        </svg>
      </div>
      <p class="foot">
        On the dashed line a probability is what it says; above it more was fraud than said. Off by
        ${percent(off, 1)} on average. Bars: how many decisions, on a logarithmic scale.
      </p>`;
  }

  private axis(share: number) {
    const at = share * SIDE;
    const words = `${share * 100} %`;
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    return svg`<line class="grid" x1="0" x2=${SIDE} y1=${at} y2=${at}></line>
      <text class="axis" x="-6" y=${SIDE - at + 4} text-anchor="end">${words}</text>
      <text class="axis" x=${at} y=${SIDE + BARS + 20} text-anchor=${anchor}>${words}</text>`;
  }

  private point({ probability, share, count, radius, bar, low, high }: ReliabilityPoint) {
    const words = `${percent(probability, 1)} said, ${percent(share, 1)} were fraud, of
      ${exact(count)} decisions`;
    return svg`<rect x=${low * SIDE + 1} width=${Math.max(1, (high - low) * SIDE - 2)}
        y=${SIDE + 4 + (1 - bar) * BARS} height=${bar * BARS}><title>${words}</title></rect>
      <circle cx=${probability * SIDE} cy=${(1 - share) * SIDE} r=${radius}
        ><title>${words}</title></circle>`;
  }

  private table() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Probabilities">
      <table>
        <thead>
          <tr>
            <th scope="col">Probability</th>
            <th scope="col" class="right">Decisions</th>
            <th scope="col" class="right">Said on average</th>
            <th scope="col" class="right">Were fraud</th>
          </tr>
        </thead>
        <tbody>
          ${this.bins.map(
            (bin) =>
              html`<tr>
                <td>${percent(bin.low, 1)} to ${percent(bin.high, 1)}</td>
                <td class="right">${exact(bin.count)}</td>
                <td class="right">${percent(bin.mean_probability)}</td>
                <td class="right">${percent(bin.fraud_share)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
