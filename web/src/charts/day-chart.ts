// How good the decisions were, day by day. Days whose labels still come in are drawn lighter.
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DayFigures } from '../api/monitoring-types';
import { icon } from '../components/icons';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { exact, figure, percent } from '../format/number';
import { dayWords } from '../format/time';
import {
  axisDays,
  type Box,
  DAY_SERIES,
  dayAt,
  type DayKey,
  dayLine,
  dayX,
  shareY,
} from './day-lines';
import { PlotSize } from './plot-size';
import { plotStyles } from './plot-styles';

/** The part of the plot below its axis, for the days. */
const AXIS_PART = 0.12;
const AXIS_DAY_PX = 80;

@customElement('sk-day-chart')
export class DayChart extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    plotStyles,
    css`
      .plot {
        height: 13.5rem;
      }
      path {
        fill: none;
        stroke-width: 1.75;
      }
      .open {
        stroke-dasharray: 3 4;
        opacity: 0.55;
      }
      circle.open {
        stroke-dasharray: none;
      }
      .cursor {
        stroke: var(--border-strong);
      }
    `,
  ];

  @property({ attribute: false }) days: DayFigures[] = [];
  @property({ type: Number }) maturityDays = 0;
  @state() private hiddenKeys: ReadonlySet<DayKey> = new Set();
  @state() private asTable = false;
  @state() private chosen: number | null = null;
  @query('.plot') private plot!: HTMLElement | null;
  private readonly size = new PlotSize(this, () => this.plot, { width: 600, height: 216 });

  private get box(): Box {
    return { width: this.size.box.width, height: this.size.box.height * (1 - AXIS_PART) };
  }

  private toggle(key: DayKey): void {
    const next = new Set(this.hiddenKeys);
    if (!next.delete(key)) next.add(key);
    this.hiddenKeys = next;
  }

  private point(event: PointerEvent): void {
    const left = this.plot?.getBoundingClientRect().left ?? 0;
    this.chosen = dayAt(event.clientX - left, this.days.length, this.box);
  }

  private step(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.chosen = Math.min(this.days.length - 1, Math.max(0, this.shownDay + by));
  }

  /** Without a choice: the newest day that is settled. */
  private get shownDay(): number {
    if (this.chosen !== null && this.chosen < this.days.length) return this.chosen;
    const settled = this.days.findLastIndex((day) => day.mature);
    return settled === -1 ? this.days.length - 1 : settled;
  }

  override render() {
    return html`<div class="card-head">
        <h2>Quality by day <span class="unit">from 0 to 1, measured on labels</span></h2>
        ${DAY_SERIES.map(
          ({ key, label, color }) =>
            html`<button
              class="legend quiet small"
              aria-pressed=${!this.hiddenKeys.has(key)}
              title="Show or hide ${label}"
              @click=${() => this.toggle(key)}
            >
              <i style="background:var(${color})"></i>${label}
            </button>`,
        )}
        <button
          class="quiet small"
          aria-pressed=${this.asTable}
          title="Show the numbers as a table"
          @click=${() => (this.asTable = !this.asTable)}
        >
          ${icon('table', '1rem')}<span class="sr">Table of quality by day</span>
        </button>
      </div>
      ${
        this.days.length === 0
          ? html`<p class="empty">
              <strong>No day to show yet</strong>A day appears once some of its decisions are
              labelled.
            </p>`
          : this.asTable
            ? this.table()
            : this.drawing()
      }`;
  }

  private drawing() {
    const { box, days } = this;
    const marks = axisDays(days.length, Math.max(2, Math.floor(box.width / AXIS_DAY_PX)));
    const at = dayX(this.shownDay, days.length, box);
    return html`<div
        class="plot"
        tabindex="0"
        role="group"
        aria-label="Quality by day. Left and right arrow change the day."
        @pointermove=${this.point}
        @pointerleave=${() => (this.chosen = null)}
        @keydown=${this.step}
      >
        <svg aria-hidden="true">
          ${[0, 0.25, 0.5, 0.75, 1].map(
            (share) => svg`<line class="grid" x1="0" x2=${box.width}
                y1=${shareY(share, box)} y2=${shareY(share, box)}></line>
              <text class="axis" x="-8" y=${shareY(share, box) + 4} text-anchor="end"
                >${share.toFixed(2)}</text>`,
          )}
          <line class="cursor" x1=${at} x2=${at} y1="0" y2=${box.height}></line>
          ${marks.map(
            (index) => svg`<text class="axis" y=${this.size.box.height - 4}
              x=${dayX(index, days.length, box)}
              text-anchor=${index === days.length - 1 && index > 0 ? 'end' : 'middle'}
              >${dayWords(days[index]?.day ?? null)}</text>`,
          )}
          ${DAY_SERIES.map(({ key, color }) =>
            this.hiddenKeys.has(key) ? '' : this.line(key, color),
          )}
        </svg>
      </div>
      <p class="foot" aria-live="polite">${this.readout()}</p>`;
  }

  private line(key: DayKey, color: string) {
    const { settled, open, dots } = dayLine(this.days, key, this.box);
    const stroke = `stroke:var(${color})`;
    return svg`<path d=${settled} style=${stroke}></path>
      <path class="open" d=${open} style=${stroke}></path>
      ${dots.map(
        ({ x, y, mature }) => svg`<circle cx=${x} cy=${y} r="2.5" class=${mature ? '' : 'open'}
          style="fill:var(${color})"></circle>`,
      )}`;
  }

  private readout() {
    const day = this.days[this.shownDay];
    if (!day) return nothing;
    return html`<b>${dayWords(day.day)}</b>:
      ${DAY_SERIES.map(({ key, label }) => `${label} ${figure(day[key])}`).join(' · ')} ·
      ${exact(day.labelled)} of ${exact(day.decisions)} decisions labelled, ${exact(day.frauds)}
      frauds${
        day.mature
          ? nothing
          : `. Labels of this day still come in: it settles after ${this.maturityDays} days.`
      }`;
  }

  private table() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Quality by day">
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            ${DAY_SERIES.map(({ label }) => html`<th scope="col" class="right">${label}</th>`)}
            <th scope="col" class="right">False positives</th>
            <th scope="col" class="right">Decisions</th>
            <th scope="col" class="right">Labelled</th>
            <th scope="col" class="right">Frauds</th>
            <th scope="col">Labels</th>
          </tr>
        </thead>
        <tbody>
          ${this.days.toReversed().map(
            (day) =>
              html`<tr>
                <td>${dayWords(day.day)}</td>
                ${DAY_SERIES.map(({ key }) => html`<td class="right">${figure(day[key])}</td>`)}
                <td class="right">${percent(day.false_positive_rate)}</td>
                <td class="right">${exact(day.decisions)}</td>
                <td class="right">${exact(day.labelled)}</td>
                <td class="right">${exact(day.frauds)}</td>
                <td>${day.mature ? 'settled' : 'still coming in'}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
