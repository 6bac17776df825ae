// A live chart with its title, unit, clickable legend, empty words and the table behind it.
import type { Chart } from 'chart.js';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { clock } from '../format/time';
import { applyTheme, type ChartKind, createChart, setWindow, toDataset } from './chart-engine';
import { largest, type Series, spanOf, usual } from './series';
import { steadyMax } from './steady-range';
import { icon } from '../components/icons';

const TABLE_ROWS_MAX = 60;

@customElement('sk-chart')
export class LiveChart extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
      }
      .plot {
        position: relative;
        flex: 1;
        min-height: 7.5rem;
        margin: 0 var(--space-3) var(--space-2);
      }
      .plot canvas {
        position: absolute;
        inset: 0;
      }
      .plot .empty {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
      }
      .unit {
        display: block;
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 400;
      }
      .card-head {
        gap: 0;
        padding-top: var(--space-2);
        align-items: flex-start;
      }
      .legend {
        gap: 0.3125rem;
        padding: 0 0.375rem;
      }
      .legend i {
        width: 0.5rem;
        height: 0.5rem;
        border-radius: 2px;
      }
      .legend[aria-pressed='false'] {
        text-decoration: line-through;
        color: var(--text-3);
      }
      .legend[aria-pressed='true'] {
        background: none;
        border-color: transparent;
        color: var(--text-2);
      }
      .scroll {
        position: absolute;
        inset: 0;
        overflow: auto;
      }
      td,
      th {
        padding: 0.1875rem var(--space-2);
      }
    `,
  ];

  @property() heading = '';
  @property() unit = '';
  /** The question that the chart answers, for those who cannot see it. */
  @property() question = '';
  @property() kind: ChartKind = 'line';
  @property({ attribute: false }) series: Series[] = [];
  @property({ attribute: false }) nowMs = 0;
  @property({ attribute: false }) formatY: (value: number) => string = String;
  /** Rare peaks may leave the top of the plot; tooltip and table still have them. */
  @property({ type: Boolean }) cutPeaks = false;
  @property() theme = '';
  @state() private hiddenIds: ReadonlySet<string> = new Set();
  @state() private asTable = false;
  @query('canvas') private canvas!: HTMLCanvasElement | null;
  private chart: Chart | null = null;
  private yMax = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.chart?.destroy();
    this.chart = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    if (document.hidden || !this.canvas) return;
    const isNew = !this.chart;
    this.chart ??= createChart(this.canvas, this);
    if (isNew || changed.has('theme')) applyTheme(this, this.chart);
    const recolour = isNew || changed.has('theme') || changed.has('hiddenIds');
    this.draw(this.chart, recolour);
  }

  private draw(chart: Chart, recolour: boolean): void {
    const { datasets } = chart.data;
    if (recolour || datasets.length !== this.series.length) {
      chart.data.datasets = this.series.map((each, index) =>
        toDataset(this, this.kind, each, this.hiddenIds.has(each.id), index),
      );
    } else {
      this.series.forEach((each, index) => {
        const dataset = datasets[index];
        if (dataset) dataset.data = each.data as typeof dataset.data;
      });
    }
    const reach = this.cutPeaks ? usual : largest;
    this.yMax = steadyMax(this.yMax, reach(this.series, this.hiddenIds));
    setWindow(chart, { nowMs: this.nowMs, spanMs: spanOf(this.series, this.nowMs) }, this.yMax);
    chart.update('none');
  }

  private toggle(id: string): void {
    const next = new Set(this.hiddenIds);
    if (!next.delete(id)) next.add(id);
    this.hiddenIds = next;
  }

  override render() {
    const empty = this.series.every((each) => each.data.length === 0);
    return html`
      <div class="card-head">
        <h2>${this.heading} <span class="unit">${this.unit}</span></h2>
        <span class="grow"></span>
        ${this.series.map((each) => this.legend(each))}
        <button
          class="quiet small"
          aria-pressed=${this.asTable}
          title="Show the numbers as a table"
          @click=${() => (this.asTable = !this.asTable)}
        >
          ${icon('table', '1rem')}<span class="sr">Table of ${this.heading}</span>
        </button>
      </div>
      <div class="plot">
        <canvas role="img" aria-label="${this.heading}, ${this.unit}. ${this.question}"></canvas>
        ${empty ? html`<p class="empty card">No data in the last ten minutes.</p>` : nothing}
        ${this.asTable ? this.table() : nothing}
      </div>
    `;
  }

  private legend(each: Series) {
    return html`<button
      class="legend quiet small"
      aria-pressed=${!this.hiddenIds.has(each.id)}
      title="Show or hide ${each.label}"
      @click=${() => this.toggle(each.id)}
    >
      <i style="background:var(${each.color})"></i>${each.label}
    </button>`;
  }

  private table() {
    const times = (this.series[0]?.data ?? []).slice(-TABLE_ROWS_MAX).reverse();
    const offset = (this.series[0]?.data.length ?? 0) - 1;
    return html`<div class="scroll card" tabindex="0" role="region" aria-label="${this.heading}">
      <table>
        <thead>
          <tr>
            <th>Time</th>
            ${this.series.map((each) => html`<th class="right">${each.label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${times.map(
            ({ x }, back) =>
              html`<tr>
                <td>${clock(x)}</td>
                ${this.series.map((each) => {
                  const y = each.data[offset - back]?.y ?? null;
                  return html`<td class="right">${y === null ? '–' : this.formatY(y)}</td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
