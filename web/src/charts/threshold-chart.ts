// How the thresholds of review moved: a step line of each kind over time.
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ThresholdChange } from '../api/threshold-types';
import { KINDS, type Kind } from '../api/types';
import { base, controls } from '../components/shared-styles';
import { aboutWord } from '../format/model-words';
import { changeAuthor, points } from '../format/threshold-words';
import { dayAndTime } from '../format/time';
import type { Box } from './day-lines';
import { PlotSize } from './plot-size';
import { plotStyles } from './plot-styles';
import { pointsEnd, pointsY, type Span, spanOfChanges, stepsOf } from './threshold-steps';

const COLORS: Record<Kind, string> = { transaction: '--series-1', message: '--series-2' };
/** The part of the plot below its axis, for the times. */
const AXIS_PX = 24;
/** More dots than these would hide the line. */
const DOTS_MAX = 60;

@customElement('sk-threshold-chart')
export class ThresholdChart extends LitElement {
  static override styles = [
    base,
    controls,
    plotStyles,
    css`
      .plot {
        height: 9rem;
        margin-top: var(--space-3);
      }
      path {
        fill: none;
        stroke-width: 1.75;
      }
      .key {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-1);
        padding: 0 var(--space-3);
      }
    `,
  ];

  /** Newest first, as the server gives them. */
  @property({ attribute: false }) changes: ThresholdChange[] = [];
  @property({ attribute: false }) nowMs = 0;
  @state() private hiddenKinds: ReadonlySet<Kind> = new Set();
  @query('.plot') private plot!: HTMLElement | null;
  private readonly size = new PlotSize(this, () => this.plot, { width: 600, height: 144 });

  private toggle(about: Kind): void {
    const next = new Set(this.hiddenKinds);
    if (!next.delete(about)) next.add(about);
    this.hiddenKinds = next;
  }

  override render() {
    const span = spanOfChanges(this.changes, this.nowMs);
    if (!span) return nothing;
    const kinds = KINDS.filter((about) => this.changes.some((each) => each.about === about));
    return html`<p class="key">${kinds.map((about) => this.legend(about))}</p>
      <div class="plot">
        <svg
          role="img"
          aria-label="Threshold of review in points of risk, ${this.changes.length} changes from
            ${dayAndTime(span.fromMs)} to now. The table below has the newest."
        >
          ${this.axes(span)}
          ${kinds.map((about) => (this.hiddenKinds.has(about) ? '' : this.steps(about, span)))}
        </svg>
      </div>`;
  }

  private get box(): Box {
    return { width: this.size.box.width, height: this.size.box.height - AXIS_PX };
  }

  private legend(about: Kind) {
    return html`<button
      class="legend quiet small"
      aria-pressed=${!this.hiddenKinds.has(about)}
      title="Show or hide ${aboutWord[about].toLowerCase()}"
      @click=${() => this.toggle(about)}
    >
      <i style="background:var(${COLORS[about]})"></i>${aboutWord[about]}
    </button>`;
  }

  private axes({ fromMs }: Span) {
    const { box } = this;
    const end = pointsEnd(this.changes);
    return svg`${[0, end / 2, end].map((value) => {
      const y = pointsY(value, end, box);
      return svg`<line class="grid" x1="0" x2=${box.width} y1=${y} y2=${y}></line>
        <text class="axis" x="-8" y=${y + 4} text-anchor="end">${points(value)}</text>`;
    })}
    <text class="axis" x="0" y=${this.size.box.height - 4}>${dayAndTime(fromMs)}</text>
    <text class="axis" x=${box.width} y=${this.size.box.height - 4} text-anchor="end">now</text>`;
  }

  private steps(about: Kind, span: Span) {
    const { path, dots } = stepsOf(this.changes, about, span, pointsEnd(this.changes), this.box);
    const color = `var(${COLORS[about]})`;
    return svg`<path d=${path} style="stroke:${color}"></path>
      ${dots.slice(-DOTS_MAX).map(
        ({ x, y, change }) => svg`<circle cx=${x} cy=${y} r="3" style="fill:${color}"
          ><title>${points(change.review_from ?? 0)} points from ${dayAndTime(change.changed_at)}
          on, ${changeAuthor(change)}. ${change.note}</title></circle>`,
      )}`;
  }
}
